/** `hub help [命令]`: says what the table says. */
import { type Command, type CommandEntry, usageOf } from '../command';
import { unknown } from '../nearest';
import { complain, say, table } from '../screen';

async function explain({ name, about, gloss, load }: CommandEntry): Promise<void> {
  const { command } = await load();
  say(`${about} (${gloss})`);
  say(`用法：${usageOf(name, command)}`);
  const options = Object.entries(command.options ?? {}).map(([option, { value, about: meaning }]) => [
    `  --${option}${value === undefined ? '' : ` <${value}>`}`,
    meaning,
  ]);
  for (const line of table(options)) {
    say(line);
  }
}

function list(entries: readonly CommandEntry[]): void {
  say('tripartite-hub · 协调劳动关系三方数据枢纽');
  say('用法：hub <命令> [选项]  (usage: hub <command> [options])');
  for (const line of table(entries.map(({ name, about, gloss }) => [`  ${name}`, about, gloss]))) {
    say(line);
  }
  say('环境变量见 README；hub doctor 检查配置和运行情况。(variables: README; state: hub doctor)');
}

export const helpOn = (entries: readonly CommandEntry[]): Command => ({
  arguments: ['[命令]'],
  async run(input) {
    const [name] = input.arguments;
    if (name === undefined) {
      list(entries);
      return 0;
    }
    const entry = entries.find((one) => one.name === name);
    if (entry === undefined) {
      const names = entries.map((one) => one.name);
      complain(unknown('命令', name, names), '用 hub help 查看全部命令');
      return 2;
    }
    await explain(entry);
    return 0;
  },
});
