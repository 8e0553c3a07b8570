import { createTransport } from 'nodemailer';

export interface Mailer {
  readonly send: (mail: {
    readonly to: string;
    readonly subject: string;
    readonly text: string;
    /** The effect's key; a mail sent twice carries the same Message-ID. */
    readonly messageId: string;
  }) => Promise<void>;
}

/** Shorter than the lease of what is being sent. */
const timeouts = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 10_000 };

export function createMailer(smtp: { readonly url: string; readonly from: string }): Mailer {
  const transport = createTransport({ url: smtp.url, ...timeouts });
  const domain = smtp.from.split('@')[1] ?? 'perfcycle';
  return {
    send: async ({ messageId, ...mail }) => {
      await transport.sendMail({ ...mail, from: smtp.from, messageId: `<${messageId}@${domain}>` });
    },
  };
}
