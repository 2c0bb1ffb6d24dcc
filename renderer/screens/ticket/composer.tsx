import { Inbox, Lock, Reply, SendHorizontal } from 'lucide-react';
import { useEffect, useImperativeHandle, useRef, useState, type Ref } from 'react';
import { useTranslation } from 'react-i18next';
import type { TicketDetail } from '#shared/contract/views.ts';
import { channels, type MessageDirection } from '#shared/domain/enums.ts';
import { keysOf, useCommands } from '../../commands/registry.ts';
import { core } from '../../engine/core.ts';
import { announce, showError, showToast } from '../../stores/toasts.ts';
import { Button } from '../../ui/button.tsx';
import { classes } from '../../ui/classes.ts';
import { TextField } from '../../ui/field.tsx';
import { Keys } from '../../ui/kbd.tsx';
import { Select } from '../../ui/select.tsx';
import { clearSent, draftOf, emptyDraft, setDraft, setDraftText, useDrafts } from './drafts.ts';
import styles from './composer.module.css';

export interface ComposerHandle {
  readonly write: (mode: MessageDirection) => void;
}

const modes = ['out', 'internal', 'in'] as const;
const icons = { out: Reply, internal: Lock, in: Inbox } as const;
const commandOf = { out: 'ticket.reply', internal: 'ticket.note', in: null } as const;
const sendWord = { out: 'outSend', internal: 'internalSend', in: 'inSend' } as const;
const sentWord = { out: 'sentOut', internal: 'sentInternal', in: 'sentIn' } as const;

interface ComposerProps {
  readonly detail: TicketDetail;
  readonly ref?: Ref<ComposerHandle>;
}

/** Where one writes: to the client, for the team, or what the client sent. Colour, label and button differ, and so do the texts. */
export const Composer = ({ detail: { ticket, contacts }, ref }: ComposerProps) => {
  const { t } = useTranslation();
  const { mode, texts, channel: chosen, author } = useDrafts((state) => state.drafts[ticket.id] ?? emptyDraft);
  const [sending, setSending] = useState<readonly MessageDirection[]>([]);
  const flights = useRef(new Map<MessageDirection, Promise<void>>());
  const field = useRef<HTMLTextAreaElement>(null);
  const text = texts[mode] ?? '';
  const channel = chosen ?? ticket.channel;
  const requester = contacts.find((contact) => contact.id === ticket.requester)?.name ?? ticket.requester_name;

  // It grows with what is written, up to a third of the window.
  useEffect(() => {
    const area = field.current;
    if (area === null) return;
    area.style.height = 'auto';
    area.style.height = `${Math.min(area.scrollHeight + (text === '' ? 0 : 2), Math.max(120, window.innerHeight / 3))}px`;
  }, [text, mode]);

  const write = (next: MessageDirection): void => {
    setDraft(ticket.id, { mode: next });
    // At once: the next key is already text. The field is the same one in every mode.
    field.current?.focus();
  };
  useImperativeHandle(ref, () => ({ write }));

  const deliver = async (body: string): Promise<void> => {
    // Sent by key the focus never left the field. Whoever presses Esc meanwhile must not be put back: the next single key would be typed into this text.
    const byKey = document.activeElement === field.current;
    setSending((before) => [...before, mode]);
    try {
      await core.call('message.add', { ticket: ticket.id, direction: mode, channel, body, author_name: mode === 'in' && author.trim() !== '' ? author.trim() : mode === 'in' ? requester : null });
      clearSent(ticket.id, mode, body);
      showToast({ text: t(`ticket.composer.${sentWord[mode]}`) });
      if (!byKey) field.current?.focus();
    } catch (error) {
      showError(error);
    } finally {
      setSending((before) => before.filter((one) => one !== mode));
    }
  };
  const send = async (): Promise<void> => {
    const before = flights.current.get(mode);
    // The same text is never sent twice; what was added to it meanwhile goes after it.
    await before;
    const body = draftOf(ticket.id).texts[mode] ?? '';
    if (body.trim() === '') {
      if (before !== undefined) return;
      announce(t('ticket.composer.needText'));
      field.current?.focus();
      return;
    }
    const flight = deliver(body);
    flights.current.set(mode, flight);
    await flight;
    if (flights.current.get(mode) === flight) flights.current.delete(mode);
  };
  useCommands({
    'ticket.send': { run: send, when: () => document.activeElement === field.current },
    'layer.close': { run: () => field.current?.blur(), when: () => document.activeElement === field.current },
  });
  const to = mode === 'internal' ? t('ticket.composer.onlyTeam') : mode === 'out' ? (requester === null ? t('ticket.composer.toNobody') : t('ticket.composer.to', { name: requester })) : null;
  return (
    <section className={styles['wide']} aria-label={t('ticket.composer.label')} data-testid="composer" data-mode={mode}>
      <div className={classes(styles['composer'], styles[mode])}>
        <div className={styles['tabs']} role="tablist" aria-label={t('ticket.composer.label')}>
          {modes.map((one, index) => {
            const Icon = icons[one];
            const command = commandOf[one];
            return (
              <button
                key={one}
                type="button"
                role="tab"
                aria-selected={one === mode}
                tabIndex={one === mode ? 0 : -1}
                className={styles['tab']}
                data-mode={one}
                onClick={() => write(one)}
                onKeyDown={(event) => {
                  const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
                  const next = modes[(index + step + modes.length) % modes.length];
                  if (step === 0 || next === undefined) return;
                  setDraft(ticket.id, { mode: next });
                  const sibling = event.currentTarget.parentElement?.querySelector<HTMLElement>(`[data-mode="${next}"]`);
                  sibling?.focus();
                }}
              >
                <Icon size={14} aria-hidden="true" />
                {t(`ticket.composer.${one}`)}
                {command === null ? null : <Keys keys={keysOf(command) ?? ''} />}
              </button>
            );
          })}
          <span className={styles['to']}>{to}</span>
        </div>
        {mode === 'in' ? (
          <div className={styles['from']}>
            <TextField label={t('ticket.composer.from')} quiet placeholder={requester ?? t('ticket.composer.fromPlaceholder')} value={author} onChange={(event) => setDraft(ticket.id, { author: event.target.value })} />
          </div>
        ) : null}
        <textarea
          ref={field}
          className={styles['text']}
          rows={2}
          value={text}
          aria-label={t(`ticket.composer.${mode}Label`)}
          placeholder={t(`ticket.composer.${mode}Placeholder`)}
          onChange={(event) => setDraftText(ticket.id, mode, event.target.value)}
        />
        <div className={styles['foot']}>
          {mode === 'internal' ? null : (
            <Select
              label={t('ticket.composer.channel')}
              quiet
              size="small"
              value={channel}
              options={channels.map((value) => ({ value, label: t(`labels.channel.${value}`) }))}
              onChange={(value) => setDraft(ticket.id, { channel: value })}
            />
          )}
          {text === '' ? null : <span className={styles['draft']}>{t('ticket.composer.draft')}</span>}
          <span className={styles['space']} />
          <Button kind={mode === 'out' ? 'primary' : mode === 'internal' ? 'note' : 'plain'} icon={mode === 'internal' ? <Lock size={14} aria-hidden="true" /> : mode === 'out' ? <SendHorizontal size={14} aria-hidden="true" /> : <Inbox size={14} aria-hidden="true" />} keys={keysOf('ticket.send')} busy={sending.includes(mode)} onClick={() => void send()}>
            {t(`ticket.composer.${sendWord[mode]}`)}
          </Button>
        </div>
      </div>
    </section>
  );
};
