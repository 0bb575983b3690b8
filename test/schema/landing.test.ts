/** Promises of the demo's landing page: it stands alone, its examples are answered, and its tokens are for this machine. */
import { request } from 'node:http';
import { codeOf, tokenOf } from './city';
import { type Asker, type Rig, startRig } from './rig';

let rig: Rig;
let gateway: Asker;

beforeAll(async () => {
  rig = await startRig();
  gateway = await rig.gateway({
    demo: async () => ({
      unitCode: codeOf(4),
      toReview: codeOf(3),
      accounts: [{ id: 'city', name: '市</script>', role: 'CITY_OFFICER', token: tokenOf('city') }],
    }),
  });
});
afterAll(() => rig?.close());

const pageFor = (host: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const { port } = new URL(gateway.url);
    request({ host: '127.0.0.1', port, headers: { host } }, (response) => {
      let html = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        html += chunk;
      });
      response.on('end', () => resolve(html));
    })
      .on('error', reject)
      .end();
  });

test('nothing of it comes from elsewhere, no other page may frame it, and no name in it ends its script', async () => {
  const response = await fetch(gateway.url);
  const html = await response.text();
  expect(response.headers.get('content-security-policy')).toMatch(
    /default-src 'none'.*frame-ancestors 'none'/,
  );
  expect(response.headers.get('cache-control')).toBe('no-store');
  expect(html).toContain('协调劳动关系');
  expect(html).not.toMatch(/(src|href)\s*=|https?:\/\//);
  expect(html.match(/<\/script>/g)).toHaveLength(1);
});

test('tokens are shown to whoever opens it here by its own name, and to no page that reaches it by another', async () => {
  const { port } = new URL(gateway.url);
  for (const host of [`localhost:${port}`, `127.0.0.1:${port}`, `[::1]:${port}`]) {
    expect(await pageFor(host)).toContain(tokenOf('city'));
  }
  for (const host of ['hub.example', `localhost.hub.example:${port}`]) {
    const html = await pageFor(host);
    expect(html).toContain('协调劳动关系');
    expect(html).not.toContain(tokenOf('city'));
  }
});

test('every example is answered as it stands, about units that there are', async () => {
  const script = /<script>([\s\S]*?)const field =/.exec(await (await fetch(gateway.url)).text())?.[1] ?? '';
  const examples = new Function(`${script}; return EXAMPLES;`)() as [string, string, { code?: string }][];
  expect(examples.length).toBeGreaterThan(6);
  for (const [name, query, variables] of examples) {
    const { errors, data } = await gateway.ask<Record<string, { problem?: string }>>(
      query,
      variables,
      'city',
    );
    const problems = Object.values(data).map(({ problem }) => problem);
    // The test city has no catalogue to review by.
    const wanted = query.startsWith('mutation')
      ? ['NO_RULE_IN_FORCE', 'CATALOGUE_INVALID', undefined]
      : [undefined];
    expect([name, errors, problems.filter((problem) => !wanted.includes(problem))]).toEqual([
      name,
      undefined,
      [],
    ]);
  }
  expect(examples.find(([, query]) => query.includes('unit(code: $code)'))?.[2].code).toBe(codeOf(4));
});
