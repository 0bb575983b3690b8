/** Promise: one run per key at a time; whoever asks meanwhile gets a run that began after the asking. */
import { createGate } from '../../jobs/gate';

const tick = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

test('a run asked for during a run happens once more, however many asked', async () => {
  const gate = createGate(new AbortController().signal);
  let begun = 0;
  let together = 0;
  const work = async (): Promise<void> => {
    begun++;
    together++;
    expect(together).toBe(1);
    await tick();
    together--;
  };
  const first = gate.run('a', work);
  await tick().then(() => undefined);
  const asked = begun;
  const late = [gate.run('a', work), gate.run('a', work), gate.run('a', work)];
  await Promise.all([first, ...late]);
  expect(begun - asked).toBeLessThanOrEqual(1);
  expect(gate.running()).toEqual([]);
});

test('other keys run beside, a failure reaches all who wait, and the next run is free', async () => {
  const gate = createGate(new AbortController().signal);
  const fails = async (): Promise<void> => {
    await tick();
    throw new Error('no');
  };
  const waiting = [gate.run('a', fails), gate.run('a', fails)];
  await gate.run('b', tick);
  for (const one of waiting) {
    await expect(one).rejects.toThrow('no');
  }
  await gate.run('a', tick);
});

test('a run that was given up does not stand in the way', async () => {
  const gate = createGate(new AbortController().signal);
  let release = (): void => undefined;
  const hung = gate.run(
    'a',
    () =>
      new Promise((resolve) => {
        release = resolve;
      }),
  );
  await tick();
  gate.forget('a');
  await gate.run('a', tick);
  release();
  await hung;
  expect(gate.running()).toEqual([]);
});
