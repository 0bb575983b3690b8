/** No person's number in free text: in any way people write it, and nothing else taken for one. */
import { refusePersonalNumbers } from '../../src/kernel/free-text';

const refused = (text: string) => refusePersonalNumbers({ reason: text });

test.each([
  '371002199003072316',
  '37100219900307231X',
  '37100219900307231x',
  '371002 19900307 2316',
  '371002-1990-03-07-2316',
  '３７１００２１９９００３０７２３１６',
  '身份证371002199003072316号',
])('a citizen number: %s', (text) => {
  expect(refused(text)).toMatchObject({
    failure: { code: 'INVALID_INPUT', message: expect.stringContaining('“缘由”中有公民身份号码') },
  });
});

test.each([
  '13812345678',
  '138 1234 5678',
  '+86 138-1234-5678',
  '8613812345678',
  '0631-5231234',
  '(0631)5231234',
])('a phone number: %s', (text) => {
  expect(refused(text)).toMatchObject({
    failure: { message: expect.stringContaining('电话号码') },
  });
});

test.each([
  '91371000MA3C0P6K2X',
  '913710001668123456',
  '威人社函〔2023〕19号',
  '2026-11-02 至 2026-11-09，共5个工作日',
  '工资总额13800000000.00元以下，12333热线',
  '涉及 371002 环翠区 1234 人',
  '批次 20261102000138123456',
])('no number of a person: %s', (text) => {
  expect(refused(text)).toBeNull();
});

test('nothing given is nothing wrong', () => {
  expect(refusePersonalNumbers({ note: null, statement: undefined, reason: '' })).toBeNull();
});
