import { useTranslation } from 'react-i18next';
import { severities, ticketStates, type Severity, type TicketState } from '#shared/domain/enums.ts';
import { es } from '../../i18n/es/index.ts';
import { SeverityBadge } from '../../ui/severity.tsx';
import { StateLabel } from '../../ui/state-label.tsx';

/** Characters: enough to compare; the whole text is on the ticket and in the record. */
const longest = 2000;

const isState = (value: string): value is TicketState => (ticketStates as readonly string[]).includes(value);
const isSeverity = (value: string): value is Severity => (severities as readonly string[]).includes(value);

/** The name of what two people have set. */
export const useRegisterName = (): ((register: string) => string) => {
  const { t } = useTranslation();
  return (register) => (Object.hasOwn(es.sync.register, register) ? t(`sync.register.${register as keyof typeof es.sync.register}`) : register);
};

/** One side's value, shown as everywhere else. */
export const ConflictValue = ({ register, value }: { readonly register: string; readonly value: string | null }) => {
  const { t } = useTranslation();
  if (register === 'progress' && value !== null && isState(value)) return <StateLabel state={value} />;
  if (register === 'lane') return <SeverityBadge lane={value !== null && isSeverity(value) ? value : 'untriaged'} pill />;
  if (value === null || value === '') return <>{t(register === 'assignment' ? 'sync.unassigned' : 'sync.empty')}</>;
  return <span data-selectable="">{value.length > longest ? `${value.slice(0, longest)}…` : value}</span>;
};
