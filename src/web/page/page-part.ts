/** What a feature adds below a page. */
export interface PagePart {
  /** Its view, as `show` names views. */
  readonly view: string;
  readonly model: object;
  /** The address of the styles that it needs. */
  readonly styles: string;
}
