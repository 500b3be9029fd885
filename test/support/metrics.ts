/** A metric as the text format has it. */
export interface ReadMetric {
  readonly type: string;
  readonly help: string;
  readonly samples: readonly Sample[];
}

export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/**
 * Reads the text format 0.0.4 as strictly as its description allows: HELP and TYPE before the samples,
 * each metric in one piece, no sample twice, buckets that only rise and end in the count.
 *
 * @throws where the text departs from it
 */
export function readMetrics(text: string): ReadonlyMap<string, ReadMetric> {
  if (!text.endsWith("\n")) throw new Error("the last line does not end");
  const metrics = new Map<string, { type: string; help: string; samples: Sample[] }>();
  const lines = text.slice(0, -1).split("\n");
  let name = "";
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? "";
    const help = /^# HELP ([a-z_][a-z0-9_]*) ((?:[^\\]|\\\\|\\n)+)$/.exec(line);
    if (help) {
      [, name = ""] = help;
      const type = new RegExp(`^# TYPE ${name} (counter|gauge|histogram)$`).exec(lines[++at] ?? "");
      if (!type?.[1] || metrics.has(name)) throw new Error(`no type, or twice: ${name}`);
      metrics.set(name, { type: type[1], help: help[2] ?? "", samples: [] });
    } else {
      const metric = metrics.get(name);
      const sample = sampleIn(line);
      if (!metric || !belongs(sample.name, name, metric.type))
        throw new Error(`out of place: ${line}`);
      metric.samples.push(sample);
    }
  }
  for (const [key, metric] of metrics) check(key, metric);
  return metrics;
}

function sampleIn(line: string): Sample {
  const parts = /^([a-z_][a-z0-9_]*)(?:\{(.+)\})? (-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)$/.exec(line);
  if (!parts) throw new Error(`no sample: ${line}`);
  const [, name = "", inBraces = "", value] = parts;
  const pattern = /([a-z_][a-z0-9_]*)="((?:[^"\\\n]|\\\\|\\"|\\n)*)"/g;
  const found = [...inBraces.matchAll(pattern)];
  if (found.map(([whole]) => whole).join(",") !== inBraces) throw new Error(`labels: ${line}`);
  const labels = Object.fromEntries(found.map(([, label, text]) => [label, text]));
  return { name, labels, value: Number(value) };
}

function belongs(sample: string, metric: string, type: string): boolean {
  const names = type === "histogram" ? ["_bucket", "_sum", "_count"] : [""];
  return names.some((ending) => sample === `${metric}${ending}`);
}

function check(name: string, { type, samples }: ReadMetric): void {
  const keys = samples.map((sample) => JSON.stringify([sample.name, sample.labels]));
  if (new Set(keys).size !== keys.length) throw new Error(`a sample twice: ${name}`);
  if (type === "counter" && !/_(total|bytes)$/.test(name)) throw new Error(`no _total: ${name}`);
  if (type !== "histogram") return;
  for (const key of new Set(samples.map(keyOfSpread))) {
    const spread = samples.filter((sample) => keyOfSpread(sample) === key);
    const buckets = spread.filter((sample) => sample.name === `${name}_bucket`);
    const bounds = buckets.map(({ labels }) => Number(labels.le?.replace("+Inf", "Infinity")));
    const counts = buckets.map(({ value }) => value);
    const count = spread.find((sample) => sample.name === `${name}_count`)?.value;
    const isRising = (of: readonly number[]) =>
      of.every((one, at) => at === 0 || one >= (of[at - 1] ?? 0));
    if (!isRising(bounds) || !isRising(counts)) throw new Error(`buckets fall: ${name}`);
    if (bounds.at(-1) !== Number.POSITIVE_INFINITY || counts.at(-1) !== count) {
      throw new Error(`the last bucket is not the count: ${name}`);
    }
    if (!spread.some((sample) => sample.name === `${name}_sum`)) throw new Error(`no sum: ${name}`);
  }
}

function keyOfSpread({ labels: { le: _, ...labels } }: Sample): string {
  return JSON.stringify(labels);
}

/** The sum of a metric's samples with these labels, whatever others they have; 0 when there is none. */
export function countIn(
  metrics: ReadonlyMap<string, ReadMetric>,
  name: string,
  labels: Readonly<Record<string, string>> = {},
): number {
  const metric = metrics.get(name.replace(/_(bucket|sum|count)$/, "")) ?? metrics.get(name);
  const wanted = Object.entries(labels);
  return (metric?.samples ?? [])
    .filter((sample) => sample.name === name)
    .filter((sample) => wanted.every(([label, value]) => sample.labels[label] === value))
    .reduce((sum, { value }) => sum + value, 0);
}
