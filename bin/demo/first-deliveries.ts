/** Stage: the titles reach the recipients before any of them is cancelled, so that a recall has something to recall. */
import { recipientKey } from '../../jobs/keys';
import { recipientsWithDueLanes } from '../../src/delivery/reads';
import { sendToRecipient } from '../../src/delivery/runs/send-to-recipient';
import type { Stage } from './stage';

export const firstDeliveries: Stage = {
  name: 'first-deliveries',
  about: '向各接收方推送命名标记',
  async run(context) {
    const { store, signal, config } = context;
    const count = { sent: 0, confirmed: 0 };
    const begun = performance.now();
    const recipients = await recipientsWithDueLanes(store);
    const key = recipientKey(config);
    await Promise.all(
      recipients.map(async ({ recipientId }) => {
        const report = await sendToRecipient(store, { recipientId, worker: 'demo', key, signal });
        count.sent += report.sent;
        count.confirmed += report.confirmed;
        context.show(`${count.sent} 条`);
      }),
    );
    signal.throwIfAborted();
    const perSecond = Math.round(count.sent / ((performance.now() - begun) / 1000));
    return recipients.length === 0
      ? '没有登记地址的接收方，留待以后'
      : `${recipients.length} 个接收方，${count.sent} 条，每秒 ${perSecond} 条`;
  },
};
