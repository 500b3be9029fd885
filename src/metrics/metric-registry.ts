type Labels = Readonly<Record<string, string>>;

/** Metrics by name, and their text. */
export type MetricRegistry = ReturnType<typeof createMetricRegistry>;

interface Metric {
  readonly name: string;
  readonly help: string;
  readonly type: "counter" | "gauge" | "histogram";
  readonly samples: () => readonly string[];
}

/** A count that only rises. */
interface Counter {
  /** With 0, it is there from the start. */
  add(by: number, labels?: Labels): void;
}

/** How values spread over buckets. */
interface Histogram {
  record(value: number, labels?: Labels): void;
}

/**
 * Makes an empty registry. Labels take few values, because each set of them is kept for good.
 *
 * @see Prometheus, "Exposition formats", text format 0.0.4; "Metric and label naming"
 */
export function createMetricRegistry() {
  const metrics: Metric[] = [];
  return {
    counter(name: string, help: string): Counter {
      const values = new Map<string, number>();
      const samples = () =>
        [...values].map(([labels, value]) => `${name}${inBraces(labels)} ${value}`);
      metrics.push({ name, help, type: "counter", samples });
      return {
        add(by, labels = {}) {
          const key = textOf(labels);
          values.set(key, (values.get(key) ?? 0) + by);
        },
      };
    },

    /** @param read gives its value when somebody asks; undefined: not known yet */
    read(
      metric: Omit<Metric, "samples">,
      read: () => number | undefined,
      labels: Labels = {},
    ): void {
      const samples = () => {
        const value = read();
        return value === undefined ? [] : [`${metric.name}${inBraces(textOf(labels))} ${value}`];
      };
      metrics.push({ ...metric, samples });
    },

    /** @param bounds of its buckets, rising */
    histogram(name: string, help: string, bounds: readonly number[]): Histogram {
      const spreads = new Map<string, { counts: number[]; sum: number }>();
      const samples = () =>
        [...spreads].flatMap(([labels, spread]) => spreadSamples({ name, labels, bounds }, spread));
      metrics.push({ name, help, type: "histogram", samples });
      return {
        record(value, labels = {}) {
          const key = textOf(labels);
          const spread = spreads.get(key) ?? { counts: [...bounds, 0].map(() => 0), sum: 0 };
          const found = bounds.findIndex((bound) => value <= bound);
          const at = found < 0 ? bounds.length : found;
          spread.counts[at] = (spread.counts[at] ?? 0) + 1;
          spread.sum += value;
          spreads.set(key, spread);
        },
      };
    },

    /** All metrics in the text format. */
    text(): string {
      const lines = metrics.flatMap(({ name, help, type, samples }) => [
        `# HELP ${name} ${help.replace(/[\\\n]/g, escaped)}`,
        `# TYPE ${name} ${type}`,
        ...samples(),
      ]);
      return `${lines.join("\n")}\n`;
    },
  };
}

function spreadSamples(
  { name, labels, bounds }: { name: string; labels: string; bounds: readonly number[] },
  { counts, sum }: { readonly counts: readonly number[]; readonly sum: number },
): readonly string[] {
  let count = 0;
  const buckets = [...bounds.map(String), "+Inf"].map((bound, at) => {
    count += counts[at] ?? 0;
    const all = [...(labels === "" ? [] : [labels]), `le="${bound}"`].join(",");
    return `${name}_bucket{${all}} ${count}`;
  });
  const end = inBraces(labels);
  return [...buckets, `${name}_sum${end} ${sum}`, `${name}_count${end} ${count}`];
}

function textOf(labels: Labels): string {
  return Object.entries(labels)
    .map(([name, value]) => `${name}="${value.replace(/[\\\n"]/g, escaped)}"`)
    .join(",");
}

function inBraces(labels: string): string {
  return labels === "" ? "" : `{${labels}}`;
}

function escaped(sign: string): string {
  return sign === "\n" ? "\\n" : `\\${sign}`;
}
