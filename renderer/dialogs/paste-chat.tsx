import { useDeferredValue, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChatPreview, ChatSender } from '#shared/contract/chat.ts';
import type { DateOrder } from '#shared/domain/intake/chat-dates.ts';
import { core } from '../engine/core.ts';
import { useQuery } from '../engine/use-query.ts';
import { day, time } from '../i18n/format.ts';
import { setFocus, setUntriagedOpen, useBoard } from '../stores/board.ts';
import { useRouter } from '../stores/router.ts';
import { showError, showToast } from '../stores/toasts.ts';
import { Button } from '../ui/button.tsx';
import { Pill } from '../ui/chip.tsx';
import { Dialog, DialogBody } from '../ui/dialog.tsx';
import { TextArea, TextField } from '../ui/field.tsx';
import { Segments } from '../ui/segments.tsx';
import { Select } from '../ui/select.tsx';
import styles from './paste-chat.module.css';

const shownMessages = 20;
const whenOf = (at: string): string => `${day(at)}, ${time(at)}`;
const zone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

interface SendersProps {
  readonly senders: readonly ChatSender[];
  readonly isOurs: (sender: ChatSender) => boolean;
  readonly turn: (sender: string, ours: boolean) => void;
}

/** Who writes, and whether he may ask for work. */
const Senders = ({ senders, isOurs, turn }: SendersProps) => {
  const { t } = useTranslation();
  return (
    <ul className={styles['senders']} aria-label={t('intake.chat.senders')}>
      {senders.map((sender) => {
        const ours = isOurs(sender);
        return (
          <li key={sender.name} className={styles['sender']} data-testid="chat-sender">
            <span className={styles['name']}>{sender.contact === null || sender.contact.name === sender.name ? sender.name : `${sender.contact.name} · ${sender.name}`}</span>
            <span className={styles['meta']}>{t('intake.chat.count', { count: sender.messages })}</span>
            {ours ? null : <Pill tone={sender.authorised ? 'ok' : 'warn'}>{t(sender.authorised ? 'intake.chat.authorised' : sender.contact === null ? 'intake.chat.unknown' : 'intake.chat.notAuthorised')}</Pill>}
            <label className={styles['team']}>
              <input type="checkbox" checked={ours} aria-label={t('intake.chat.isTeam', { name: sender.name })} onChange={(event) => turn(sender.name, event.target.checked)} />
              {t('intake.chat.team')}
            </label>
          </li>
        );
      })}
    </ul>
  );
};

const Messages = ({ messages }: { readonly messages: ChatPreview['messages'] }) => {
  const { t } = useTranslation();
  return (
    <ol className={styles['messages']} aria-label={t('intake.chat.messages')}>
      {messages.slice(0, shownMessages).map((message, index) => (
        <li key={index} className={styles['message']}>
          <span className={styles['who']}>
            {message.sender} · {whenOf(message.at)}
            {message.edited ? ` · ${t('intake.chat.edited')}` : ''}
          </span>
          {'\n'}
          {message.body}
        </li>
      ))}
      {messages.length > shownMessages ? <li className={styles['message']}>{t('intake.chat.more', { count: messages.length - shownMessages })}</li> : null}
    </ol>
  );
};

/** *Pegar WhatsApp*: a pasted chat, what it says and by whom, and the ticket that it becomes. */
export const PasteChatDialog = ({ onClose }: { readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const filtered = useBoard((state) => state.filter.client);
  const { data: clients } = useQuery('client.list', {}, ['clients']);
  const [text, setText] = useState('');
  const [chosenClient, setClient] = useState<string | null>(filtered ?? null);
  const [order, setOrder] = useState<DateOrder | null>(null);
  const [title, setTitle] = useState<string | null>(null);
  const [turned, setTurned] = useState<Readonly<Record<string, boolean>>>({});
  const [busy, setBusy] = useState(false);
  const area = useRef<HTMLTextAreaElement>(null);
  const client = chosenClient ?? clients?.[0]?.id ?? null;
  const asked = useDeferredValue(text);
  const tz = zone();
  const { data: chat } = useQuery('chat.read', asked.trim() === '' ? null : { text: asked, client, tz, order }, ['clients'], { keep: true });
  const read = asked.trim() === '' ? undefined : chat;
  const isOurs = (sender: ChatSender): boolean => turned[sender.name] ?? sender.ours;
  const name = title ?? read?.title ?? '';
  const unclear = (read?.orders.length ?? 0) > 1 && order === null;
  const problem = read === undefined ? null : read.messages.length === 0 && read.left.undated === 0 ? t('intake.chat.unreadable') : read.left.undated > 0 ? t('intake.chat.undated', { count: read.left.undated }) : null;
  const ready = read !== undefined && problem === null && !unclear && client !== null && name.trim() !== '' && read.order !== null;

  const submit = async (): Promise<void> => {
    if (busy || !ready || read === undefined || read.order === null || client === null) return;
    setBusy(true);
    try {
      const theirs = read.senders.filter((sender) => !isOurs(sender));
      const asks = theirs.find(({ contact }) => contact !== null) ?? theirs[0];
      const ours = read.senders.filter(isOurs).map((sender) => sender.name);
      const { id, code } = await core.call('chat.toTicket', { text: asked, client, tz, order: read.order, title: name.trim(), ours, requester: asks?.contact?.id ?? null, requester_name: asks === undefined || asks.contact !== null ? null : asks.name });
      onClose();
      showToast({ text: t('intake.chat.created', { code }), undo: true });
      if (useRouter.getState().route.name === 'board') {
        setUntriagedOpen(true);
        setFocus('untriaged', 0, id);
      }
    } catch (error) {
      showError(error);
    } finally {
      setBusy(false);
    }
  };

  return (
    <Dialog
      title={t('intake.chat.title')}
      onClose={onClose}
      width={640}
      initialFocus={area}
      keepOnOutsidePress
      testId="paste-chat"
      footer={
        <Button kind="primary" keys="mod+Enter" busy={busy} disabled={!ready} onClick={() => void submit()} data-testid="chat-submit">
          {t('intake.chat.submit')}
        </Button>
      }
    >
      <form
        onSubmit={(event) => event.preventDefault()}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
          event.preventDefault();
          void submit();
        }}
      >
        <DialogBody>
          <TextArea ref={area} className={styles['paste']} label={t('intake.chat.text')} placeholder={t('intake.chat.textPlaceholder')} hint={t('intake.chat.textHint')} error={problem} value={text} rows={6} onChange={(event) => setText(event.target.value)} />
          {clients === undefined || client === null ? null : <Select label={t('intake.chat.client')} value={client} options={clients.map((one) => ({ value: one.id, label: one.name }))} onChange={setClient} />}
          {read === undefined || read.orders.length < 2 ? null : (
            <div data-testid="chat-order">
              <p className={styles['head']}>{t('intake.chat.order')}</p>
              {/* Nothing is chosen until a person has said it. */}
              <Segments label={t('intake.chat.order')} value={order ?? ('' as DateOrder)} options={read.orders.map((one) => ({ value: one, label: t(`intake.chat.orders.${one}`) }))} onChange={setOrder} />
            </div>
          )}
          {read === undefined || read.messages.length === 0 ? null : (
            <>
              <TextField label={t('intake.chat.name')} name="title" value={name} maxLength={300} spellCheck onChange={(event) => setTitle(event.target.value)} />
              <Senders senders={read.senders} isOurs={isOurs} turn={(sender, ours) => setTurned((before) => ({ ...before, [sender]: ours }))} />
              <p className={styles['head']}>
                {t('intake.chat.count', { count: read.messages.length })}
                <span className={styles['meta']}>{t('intake.chat.received', { at: whenOf(read.messages[0]?.at ?? '') })}</span>
              </p>
              <Messages messages={read.messages} />
            </>
          )}
        </DialogBody>
      </form>
    </Dialog>
  );
};
