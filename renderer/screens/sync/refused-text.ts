import { useTranslation } from 'react-i18next';
import type { RefusedChange } from '#shared/contract/views.ts';
import { es } from '../../i18n/es/index.ts';
import { dayTime } from '../../i18n/format.ts';
import { useChangeWord } from './change-word.ts';
import { useReason, useStanding } from './reason-text.ts';

const isNamed = (field: string): field is keyof typeof es.sync.field => Object.hasOwn(es.sync.field, field);

/**
 * A refused change as text that can be kept outside of Carril: what it was, why it was refused, and every word and time that
 * the person set, whole, also of the changes behind it. It holds what a client said: it is copied only when asked for.
 */
export const useRefusedText = (): ((change: RefusedChange) => string) => {
  const { t } = useTranslation();
  const word = useChangeWord();
  const reasonOf = useReason();
  const standing = useStanding();
  const written = (texts: RefusedChange['texts']): readonly string[] =>
    texts.map(({ field, value }) => t('sync.copiedField', { name: isNamed(field) ? t(`sync.field.${field}`) : field, value: field === 'start' || field === 'end' ? dayTime(value) : value }));
  const head = ({ command, ticket, at }: Pick<RefusedChange, 'command' | 'ticket' | 'at'>): string =>
    [word(command), ...(ticket === null ? [] : [`${ticket.code} ${ticket.title}`]), dayTime(at)].join(' · ');
  return (change) => {
    const { why, missing } = reasonOf(change);
    const stands = standing(change).map(([name, value]) => t('sync.standsThere', { name, value }));
    const behind = change.behind.flatMap((each) => [head(each), ...written(each.texts)]);
    return [head(change), why, ...missing, ...stands, ...written(change.texts), ...behind].join('\n');
  };
};
