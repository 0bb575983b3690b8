/** The order of test files: the long ones first, so that two workers end at about the same time. */
const Sequencer = require('@jest/test-sequencer').default;

/** Those that start processes and servers of their own, longest first; the rest as jest has it. */
const LONG = [
  'test/bin/up.',
  'test/faults/redis-lost',
  'test/faults/',
  'test/bin/',
  'test/store/',
  'test/schema/lanes',
  'test/agencies/',
];

const rankOf = ({ path }) => {
  const place = LONG.findIndex((part) => path.includes(part));
  return place < 0 ? LONG.length : place;
};

class LongestFirst extends Sequencer {
  sort(tests) {
    return super.sort(tests).sort((one, other) => rankOf(one) - rankOf(other));
  }
}

module.exports = LongestFirst;
