/** `hub help [命令]`: says what the table says. */
import { type Command, type CommandEntry, usageOf } from '../command';
import { complain, say, table } from '../screen';

async function explain({ name, about, load }: CommandEntry): Promise<void> {
  const { command } = await load();
  say(about);
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
  say('用法：hub <命令> [选项]');
  for (const line of table(entries.map(({ name, about }) => [`  ${name}`, about]))) {
    say(line);
  }
  say('环境变量见 README；hub doctor 检查配置和运行情况。');
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
      complain(`没有 ${name} 这个命令`, '用 hub help 查看全部命令');
      return 2;
    }
    await explain(entry);
    return 0;
  },
});
