type Labels = Readonly<Record<string, string>>;

/** metav1.LabelSelector, which the controllers only copy: ownership decides what belongs to whom. */
export interface Selector {
  readonly matchLabels?: Labels;
  readonly [key: string]: unknown;
}

export const hasLabels = (wanted: Labels, labels: Labels = {}): boolean =>
  Object.entries(wanted).every(([name, value]) => labels[name] === value);
