/** Names of the synthetic city's firms, parks and townships. Every one carries the marker （演示）. */
import { at } from './dice';

export const MARKER = '（演示）';

const FIRST = [
  ...'岚澜屿汐瀚泓沐沛润澄渤溟涵淼漫泽浩洁源泉清沁滨沧瑞祥鸿丰隆昌盛泰恒永裕康宁安嘉佳美雅颐和',
  ...'信诚德仁义礼智勤朴正明辉耀曦晨旭朗晴蓝碧翠青苍松柏桐枫榕杉桦竹菊荷莲蕙芷兰',
];
const SECOND = [
  ...'达通联合源创科维凯捷迅腾跃翔飞鹏鹤鹭鸥鲸鲲鳌骏驰骋驿航帆舟锚港湾岬岛礁岸峰岭川原野禾穗麦谷稻',
  ...'棠梨桃李杏橙柚茗茶砚墨笺韵律弦鼓钟鼎彝铭锦绣绫绢纹织染陶瓷玉珏琪瑶琨璟琳',
];

/** What a firm makes, and the letter of its branch (GB/T 4754). */
const PRODUCTS: readonly (readonly [string, string])[] = [
  ['机械制造', 'C'],
  ['渔具', 'C'],
  ['水产食品', 'C'],
  ['医疗器械', 'C'],
  ['电子科技', 'C'],
  ['服装', 'C'],
  ['船舶工业', 'C'],
  ['橡胶制品', 'C'],
  ['精密铸造', 'C'],
  ['新材料', 'C'],
  ['家纺', 'C'],
  ['碳纤维制品', 'C'],
  ['打印设备', 'C'],
  ['汽车零部件', 'C'],
  ['生物药业', 'C'],
  ['包装印刷', 'C'],
  ['食品加工', 'C'],
  ['五金工具', 'C'],
  ['建筑工程', 'E'],
  ['装饰工程', 'E'],
  ['市政工程', 'E'],
  ['钢结构', 'E'],
  ['商贸', 'F'],
  ['国际贸易', 'F'],
  ['百货', 'F'],
  ['建材销售', 'F'],
  ['医药连锁', 'F'],
  ['汽车销售', 'F'],
  ['物流', 'G'],
  ['货运代理', 'G'],
  ['客运', 'G'],
  ['仓储', 'G'],
  ['酒店管理', 'H'],
  ['餐饮', 'H'],
  ['软件', 'I'],
  ['信息技术', 'I'],
  ['网络科技', 'I'],
  ['置业', 'K'],
  ['物业服务', 'K'],
  ['人力资源', 'L'],
  ['企业管理咨询', 'L'],
  ['设备租赁', 'L'],
  ['检测技术', 'M'],
  ['工程设计', 'M'],
  ['农业科技', 'A'],
  ['海洋牧场', 'A'],
  ['苗木种植', 'A'],
  ['供热', 'D'],
  ['环保科技', 'N'],
  ['园林绿化', 'N'],
  ['家政服务', 'O'],
  ['洗涤服务', 'O'],
  ['教育科技', 'P'],
  ['养老服务', 'Q'],
  ['口腔门诊', 'Q'],
  ['文化传媒', 'R'],
  ['旅游开发', 'R'],
  ['体育用品', 'C'],
  ['玻璃制品', 'C'],
  ['石材', 'B'],
  ['光电科技', 'C'],
  ['木制品', 'C'],
  ['纸业', 'C'],
  ['工艺品', 'C'],
];

/** Legal forms by the first two characters of the code. */
const FORMS: Readonly<Record<string, readonly string[]>> = {
  '91': ['有限公司', '有限公司', '有限公司', '有限责任公司', '股份有限公司', '集团有限公司'],
  '92': ['经营部', '商行', '加工厂', '店'],
  '93': ['专业合作社'],
  '52': ['服务中心', '研究院'],
  '12': ['服务站', '管理中心'],
};

const SPACE = FIRST.length * SECOND.length * PRODUCTS.length;
const STEP = 104_729;

export interface FirmName {
  readonly name: string;
  readonly industry: string;
}

/** The index-th name: two firms share one only where the city wants them to (below the size of the name space). */
export function firmName(index: number, seed: number, place: string, prefix: string): FirmName {
  const number = (index * STEP + (seed % 9_973) * 31) % SPACE;
  const brand = at(FIRST, number) + at(SECOND, Math.floor(number / FIRST.length));
  const [product, industry] = at(PRODUCTS, Math.floor(number / (FIRST.length * SECOND.length)));
  const form = at(FORMS[prefix] ?? ['有限公司'], index);
  return { name: `${place}${brand}${product}${form}${MARKER}`, industry };
}

/** What the same firm was called before: another brand word, everything else the same. */
export function formerFirmName(name: string, place: string, index: number): string {
  const rest = name.slice(place.length + 2);
  return `${place}${at(SECOND, index * 7 + 3)}${at(FIRST, index * 11 + 5)}${rest}`;
}

const PARK_KINDS = [
  '工业园区',
  '高新技术产业园',
  '海洋经济产业园',
  '智能制造产业园',
  '现代物流园区',
  '食品产业园',
];
const TOWNSHIP_KINDS = ['镇', '街道', '镇', '镇'];

export function parkName(index: number, place: string): string {
  return `${place}${at(FIRST, index * 13 + 1)}${at(SECOND, index * 17 + 2)}${at(PARK_KINDS, index)}${MARKER}`;
}

export function townshipName(index: number): string {
  return `${at(FIRST, index * 19 + 4)}${at(SECOND, index * 23 + 6)}${at(TOWNSHIP_KINDS, index)}${MARKER}`;
}

const SURNAMES = [...'张王李赵刘陈杨黄周吴徐孙朱马胡郭何高林罗'];

/** A person's name that is plainly none. */
export function personName(index: number): string {
  return `${at(SURNAMES, index)}某演示`;
}

/** What stands in a worker-level column: whoever finds these two characters stored has found a leak. */
export function workerName(index: number): string {
  return `${at(SURNAMES, index)}某勿存`;
}
