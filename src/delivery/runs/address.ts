/** Which addresses a recipient may have: checked when it is entered, and again for the address that is dialled. */
import { BlockList, isIP, isIPv6 } from 'node:net';

type Range = readonly [address: string, prefix: number];

function listOf(...ranges: readonly Range[]): BlockList {
  const list = new BlockList();
  for (const [address, prefix] of ranges) {
    list.addSubnet(address, prefix, isIPv6(address) ? 'ipv6' : 'ipv4');
  }
  return list;
}

const LOOPBACK = listOf(['127.0.0.0', 8], ['::1', 128]);

/** RFC 1918, RFC 6598 (shared address space, in use on 政务外网), RFC 4193. */
const PRIVATE = listOf(
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['100.64.0.0', 10],
  ['fc00::', 7],
);

/** No recipient is there: this machine's own network, metadata of cloud hosts, groups, and IPv4 wrapped in IPv6. */
const NEVER = listOf(
  ['0.0.0.0', 8],
  ['169.254.0.0', 16],
  ['100.100.100.200', 32],
  ['192.0.0.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
  ['fd00:ec2::254', 128],
  ['::', 96],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['2002::', 16],
  ['2001::', 32],
);

/** As URL writes it in brackets, or the system with a zone. */
const bare = (address: string): string => address.replace(/^\[|\]$/g, '').replace(/%.*$/, '');

/** Of the IPv6 form of an IPv4 address (::ffff:0:0/96), the list looks at that address. */
const within = (list: BlockList, address: string): boolean =>
  list.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');

const isLocalName = (host: string): boolean => /^localhost\.?$/i.test(host);

/** May what is to be sent to `host` over this protocol be sent to this address? */
export function mayDial(given: string, host: string, protocol: string): boolean {
  const address = bare(given);
  if (isIP(address) === 0) {
    return false;
  }
  const loopback = within(LOOPBACK, address);
  if (!loopback && within(NEVER, address)) {
    return false;
  }
  // A name that points back at this machine was not entered for that.
  if (loopback && !isLocalName(host) && isIP(bare(host)) === 0) {
    return false;
  }
  // In clear only within the house: what leaves it is encrypted.
  return protocol === 'https:' || loopback || within(PRIVATE, address);
}

const LONGEST_URL = 2_000;

/** What keeps this text from being a recipient's address; null: nothing. `plainHttp`: the operator asked for http://. */
export function problemOfUrl(text: string, plainHttp: boolean): string | null {
  if (text.length > LONGEST_URL || /[\s\p{Cc}]/u.test(text) || !URL.canParse(text)) {
    return '地址不是一个完整的网址，或含空白、换行。 The address is no whole URL, or has blanks or line breaks in it.';
  }
  const { protocol, hostname, username, password, hash } = new URL(text);
  if (protocol !== 'https:' && protocol !== 'http:') {
    return '地址须以 https:// 开头。 The address must begin with https://.';
  }
  if (username !== '' || password !== '' || hash !== '') {
    return '地址中不能带用户名、密码或 #。 The address must carry no user name, password or #.';
  }
  if (protocol === 'http:' && !plainHttp) {
    return '地址须以 https:// 开头；只有内网或本机的接收方可以另行允许 http://。 The address must begin with https://; http:// has to be allowed, and only for a recipient in the house.';
  }
  const literal = isIP(bare(hostname)) !== 0;
  return !literal || mayDial(hostname, hostname, protocol)
    ? null
    : '这个网段不能是接收方（链路本地、云主机元数据、组播等；http:// 只能用于内网或本机）。 No recipient can be in this network (link-local, metadata, multicast; http:// only within the house).';
}
