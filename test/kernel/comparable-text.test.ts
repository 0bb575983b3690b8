/** Promise: one document number is found again however it was written, and two are never taken for one. */
import { comparable } from '../../src/kernel/comparable-text';

test.each([
  '鲁人社字〔2025〕0000108-1号',
  '鲁人社字[2025]0000108-1号',
  '鲁人社字【2025】0000108－1号',
  '鲁人社字〖２０２５〗 0000108–1号',
  ' 鲁人社字（2025）\u200b0000108-1 号\u3000',
])('%s', (written) => expect(comparable(written)).toBe('鲁人社字(2025)0000108-1号'));

test.each([
  '[]',
  '{}',
  '〔〕',
  '【】',
  '〖〗',
  '〈〉',
  '《》',
  '「」',
  '『』',
  '（）',
  '［］',
])('in %s', (brackets) => {
  const [opening = '', closing = ''] = brackets;
  expect(comparable(`列${opening}2026${closing}1号`)).toBe('列(2026)1号');
});

test('letters by their capitals; digits, words and their order by themselves', () => {
  expect(comparable('wg〔2026〕ａ1')).toBe('WG(2026)A1');
  expect(comparable('列〔2026〕1号')).not.toBe(comparable('列〔2026〕11号'));
  expect(comparable('列〔2026〕1号')).not.toBe(comparable('列2026〔1〕号'));
});
