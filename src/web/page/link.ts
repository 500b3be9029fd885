export interface Link {
  readonly href: string;
  readonly label: string;
  /** Said after the label to whoever hears the page: what tells it from links with the same label. */
  readonly about?: string;
}

export interface Notice {
  readonly text: string;
  readonly link?: Link | undefined;
}
