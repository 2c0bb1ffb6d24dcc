import { useTranslation } from 'react-i18next';
import type { RefusedChange } from '#shared/contract/views.ts';
import { keysOf } from '../../commands/registry.ts';
import { count as grouped, dayTime } from '../../i18n/format.ts';
import { showError } from '../../stores/toasts.ts';
import { Button } from '../../ui/button.tsx';
import { useChangeWord } from './change-word.ts';
import { useReason, useStanding } from './reason-text.ts';
import styles from './sync.module.css';
import { useRefused } from './use-refused.ts';

/** Characters that are shown here; the form has the whole text. */
const longest = 600;

const cut = (text: string): string => (text.length > longest ? `${text.slice(0, longest)}…` : text);

/** A text speaks for itself; a moment alone does not. */
const useShown = (): ((text: RefusedChange['texts'][number]) => string) => {
  const { t } = useTranslation();
  return ({ field, value }) => (field === 'start' || field === 'end' ? t('sync.momentOf', { name: t(`sync.field.${field}`), at: dayTime(value) }) : cut(value));
};

/** Commands that build upon the refused one: they go with it, whatever is done. */
const Behind = ({ change }: { readonly change: RefusedChange }) => {
  const { t } = useTranslation();
  const word = useChangeWord();
  if (change.behind.length === 0) return null;
  return (
    <div className={styles['behind']} data-testid="behind">
      <p>{t('sync.behind', { count: change.behind.length })}</p>
      <ul>
        {change.behind.map((each) => (
          <li key={each.group}>
            <b>{word(each.command)}</b> {each.ticket?.code} <time dateTime={each.at}>{dayTime(each.at)}</time>
          </li>
        ))}
      </ul>
    </div>
  );
};

interface ItemProps {
  readonly change: RefusedChange;
  readonly onFocus: () => void;
  readonly onRetry: () => void;
  readonly onEdit: () => void;
  readonly onCopy: () => void;
  readonly onDiscard: () => void;
}

const Item = ({ change, onFocus, onRetry, onEdit, onCopy, onDiscard }: ItemProps) => {
  const { t } = useTranslation();
  const word = useChangeWord();
  const shown = useShown();
  const reason = useReason()(change);
  const stands = useStanding()(change);
  return (
    <li className={styles['refused']} onFocus={onFocus} data-refused={change.group} data-decision="" data-testid="refused-change">
      <p className={styles['row']}>
        <b>{word(change.command)}</b>
        <span>{change.ticket?.code}</span>
        <span className={styles['cut']} title={change.ticket?.title}>{change.ticket?.title}</span>
        <time className={styles['when']} dateTime={change.at}>{dayTime(change.at)}</time>
      </p>
      <div className={styles['why']}>
        <p>
          <b>{reason.why}</b>
        </p>
        {reason.missing.length === 0 ? null : (
          <ul>
            {reason.missing.map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        )}
        {stands.map(([name, value]) => (
          <p key={name}>{t('sync.standsThere', { name, value })}</p>
        ))}
        {change.texts.map((text) => (
          <p key={`${text.op} ${text.field}`} data-selectable="" className={styles['text']}>
            {shown(text)}
          </p>
        ))}
      </div>
      <Behind change={change} />
      <p className={styles['buttons']}>
        <Button size="small" keys={keysOf('refused.retry')} onClick={onRetry}>
          {t('sync.retry')}
        </Button>
        <Button size="small" keys={keysOf('refused.edit')} onClick={onEdit}>
          {t(change.texts.length === 0 && change.ticket !== null ? 'sync.openTicket' : 'sync.edit')}
        </Button>
        <Button size="small" kind="ghost" keys={keysOf('refused.copy')} onClick={onCopy}>
          {t('sync.copyChange')}
        </Button>
        <Button size="small" kind="ghost" keys={keysOf('refused.discard')} onClick={onDiscard}>
          {change.behind.length === 0 ? t('sync.discard') : t('sync.discardAll', { count: change.behind.length + 1 })}
        </Button>
      </p>
    </li>
  );
};

/** What the endpoint refused, with its reason, the person's text and what stands behind it. */
export const Refused = ({ changes }: { readonly changes: readonly RefusedChange[] }) => {
  const { t } = useTranslation();
  const refused = useRefused(changes);
  return (
    <div className={styles['pane']}>
      <h2>
        {t('sync.refused')} <span>{changes.length === 0 ? null : grouped(changes.length)}</span>
      </h2>
      <p className={styles['hint']}>
        {changes.length === 0 ? t('sync.refusedEmpty') : t('sync.refusedText')}
        {changes.length < 2 ? null : (
          <Button size="small" kind="ghost" className={styles['copyAll'] ?? ''} onClick={() => void refused.copy(changes).catch(showError)}>
            {t('sync.copyAll')}
          </Button>
        )}
      </p>
      <ul>
        {changes.map((change) => (
          <Item
            key={change.group}
            change={change}
            onFocus={() => refused.setFocused(change.group)}
            onRetry={() => void refused.retry(change).catch(showError)}
            onEdit={() => refused.edit(change)}
            onCopy={() => void refused.copy([change]).catch(showError)}
            onDiscard={() => void refused.discard(change).catch(showError)}
          />
        ))}
      </ul>
    </div>
  );
};
