/** A link as pages show it. */
export interface Link {
  readonly href: string;
  readonly label: string;
  /** Visually hidden text after the label, so that screen readers can tell equal labels apart. */
  readonly about?: string;
}

/** A note to the person above the page's contents. */
export interface Notice {
  readonly text: string;
  readonly link?: Link | undefined;
}
