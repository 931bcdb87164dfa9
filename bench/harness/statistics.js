/** The few figures that the results are made of. */

/** @param {number[]} values not empty */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Median with the smallest and the largest value. */
export function spread(values) {
  return { value: median(values), low: Math.min(...values), high: Math.max(...values) };
}

/** @param {Float64Array | number[]} sorted ascending, not empty */
export function percentile(sorted, share) {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}
