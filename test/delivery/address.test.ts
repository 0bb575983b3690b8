/** Promise: nothing is sent to an address that no recipient can have, and nothing in clear beyond the house. */
import type { LookupAddress, LookupOptions } from 'node:dns';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { mayDial, problemOfUrl } from '../../src/delivery/runs/address';
import { httpTransport } from '../../src/delivery/runs/http-transport';

describe('entering', () => {
  test.each([
    'https://credit.weihai.gov.cn/events',
    'https://10.20.30.40:8443/events',
    'https://127.0.0.1:9000/',
    'https://[fd12:3456::1]/events',
    'https://8.8.8.8/events',
  ])('%s is taken', (url) => expect(problemOfUrl(url, false)).toBeNull());

  test.each([
    'http://127.0.0.1:4104/housing/events',
    'http://localhost:4104/',
    'http://[::1]:4104/',
    'http://127.8.8.8:4104/',
    'http://[fd12:3456::1]/',
    'http://10.1.2.3/',
    'http://172.31.0.2/',
    'http://192.168.1.1/',
    'http://100.64.3.4/',
    'http://sources:4104/housing/events',
  ])('%s is taken only where http:// was allowed', (url) => {
    expect(problemOfUrl(url, false)).toMatch(/https:\/\//);
    expect(problemOfUrl(url, true)).toBeNull();
  });

  test.each([
    ['169.254.169.254'],
    ['[fe80::1]'],
    ['[fec0::1]'],
    ['[::ffff:169.254.169.254]'],
    ['[::ffff:a9fe:a9fe]'],
    ['[64:ff9b::a9fe:a9fe]'],
    ['[64:ff9b:1::a9fe:a9fe]'],
    ['[2001:0:a9fe:a9fe::1]'],
    ['[2002:a9fe:a9fe::1]'],
    ['2852039166'],
    ['0xa9.0xfe.0xa9.0xfe'],
    ['0.0.0.0'],
    ['[::]'],
    ['[::7f00:1]'],
    ['100.100.100.200'],
    ['192.0.0.170'],
    ['[fd00:ec2::254]'],
    ['224.0.0.1'],
    ['255.255.255.255'],
    ['[ff02::1]'],
  ])('no recipient is at %s', (host) => {
    expect(problemOfUrl(`https://${host}/x`, false)).toMatch(/网段/);
    expect(problemOfUrl(`http://${host}/x`, true)).toMatch(/网段/);
  });

  test.each([
    ['http://8.8.8.8/', /网段/],
    ['ftp://example.cn/', /https/],
    ['example.cn', /完整的网址/],
    ['https://user:word@example.cn/', /用户名/],
    ['https://example.cn/#x', /#/],
    ['https://example.cn/\r\nx-injected: 1', /换行/],
    ['https://exa\tmple.cn/', /空白/],
    [' https://example.cn/', /空白/],
    [`https://example.cn/${'x'.repeat(3000)}`, /网址/],
  ])('%j is refused in words', (url, words) => expect(problemOfUrl(url, true)).toMatch(words));
});

describe('dialling', () => {
  let server: http.Server;
  let requests = 0;
  beforeAll(async () => {
    server = http.createServer((_request, response) => {
      requests += 1;
      response.end('{}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  beforeEach(() => {
    requests = 0;
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));
  type Done = (error: Error | null, addresses: LookupAddress[]) => void;
  /** A name service that gives these addresses for whatever is asked. */
  const naming = (...addresses: string[]) =>
    ((_host: string, _options: LookupOptions, done: Done) =>
      done(
        null,
        addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      )) as never;

  async function post(url: string, ...addresses: string[]) {
    const transport = httpTransport(...(addresses.length === 0 ? [] : [naming(...addresses)]));
    try {
      const signal = AbortSignal.timeout(5_000);
      return await transport.post({ url, headers: {}, body: Buffer.from('{}'), signal });
    } finally {
      await transport.close();
    }
  }
  const here = () => (server.address() as AddressInfo).port;

  test.each([
    ['its own machine', ['127.0.0.1']],
    ['metadata', ['169.254.169.254']],
    ['metadata, wrapped', ['::ffff:169.254.169.254']],
    ['metadata behind an address that is fine', ['10.0.0.1', 'fe80::1']],
    ['an address outside, over http', ['8.8.8.8']],
  ])('a name that leads to %s is not dialled', async (_name, addresses) => {
    expect(await post(`http://recipient.example:${here()}/`, ...addresses)).toEqual({
      kind: 'NOT_SENT',
      error: 'ADDRESS_REFUSED',
    });
    expect(requests).toBe(0);
  });

  test('an address that stands in the URL itself is looked at, too', async () => {
    for (const host of ['169.254.169.254', '[::ffff:a9fe:a9fe]', '8.8.8.8']) {
      expect(await post(`http://${host}/`)).toEqual({ kind: 'NOT_SENT', error: 'ADDRESS_REFUSED' });
    }
  });

  test('localhost and loopback themselves are dialled', async () => {
    expect(await post(`http://127.0.0.1:${here()}/`)).toMatchObject({ kind: 'ANSWERED', status: 200 });
    expect(await post(`http://localhost:${here()}/`, '127.0.0.1')).toMatchObject({ kind: 'ANSWERED' });
    expect(requests).toBe(2);
  });

  test('over https a public and a private address are dialled, over http only a private one', () => {
    expect(mayDial('8.8.8.8', 'a.example', 'https:')).toBe(true);
    expect(mayDial('10.0.0.1', 'a.example', 'https:')).toBe(true);
    expect(mayDial('10.0.0.1', 'a.example', 'http:')).toBe(true);
    expect(mayDial('::ffff:10.0.0.1', 'a.example', 'http:')).toBe(true);
    expect(mayDial('8.8.8.8', 'a.example', 'http:')).toBe(false);
    expect(mayDial('no address', 'a.example', 'https:')).toBe(false);
    // As the system writes an address of one of its interfaces.
    expect(mayDial('fe80::1%eth0', 'a.example', 'https:')).toBe(false);
    expect(mayDial('fd12::1%eth0', 'a.example', 'https:')).toBe(true);
  });
});
