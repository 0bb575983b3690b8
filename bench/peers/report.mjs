/** What a peer of a batch path says at its end, in one line. */

export const begin = () => ({ at: performance.now(), cpu: process.cpuUsage() });

export function report(items, { at, cpu }, more = {}) {
  const { user, system } = process.cpuUsage(cpu);
  console.log(
    JSON.stringify({
      items,
      seconds: (performance.now() - at) / 1000,
      nodeCpuSeconds: (user + system) / 1e6,
      memoryMiB: process.memoryUsage().rss / 1_048_576,
      ...more,
    }),
  );
}
