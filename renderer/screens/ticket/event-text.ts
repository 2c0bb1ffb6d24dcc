import { useTranslation } from 'react-i18next';
import type { AgreementView, PersonRef, TicketEventView } from '#shared/contract/views.ts';
import { attentionModes, channels, consultantRoles, kinds, scopes, serviceLevels, severityModes, ticketStates } from '#shared/domain/enums.ts';
import type { Json } from '#shared/domain/primitives.ts';
import { dayTime } from '../../i18n/format.ts';

/** The property's word in the panel, by the row's field. */
const fieldWords = {
  description: 'ticket.thread.description',
  title: 'ticket.titleLabel',
  client: 'ticket.props.client',
  channel: 'ticket.props.channel',
  objective: 'ticket.props.objective',
  module: 'ticket.props.module',
  workaround: 'ticket.props.workaround',
  attention_mode: 'ticket.props.attention',
  kind: 'ticket.props.kind',
  service_level: 'ticket.props.level',
  scope: 'ticket.props.scope',
  scope_clause: 'ticket.props.clause',
  requester: 'ticket.props.requester',
  requester_name: 'ticket.props.requester',
  client_responsible: 'ticket.props.clientResponsible',
  owner: 'ticket.props.owner',
  authorised_at: 'ticket.props.authorised',
  window_start: 'ticket.props.windowStart',
  window_end: 'ticket.props.windowEnd',
  received_at: 'ticket.props.received',
  contract: 'ticket.props.contract',
} as const;

const isOne = <T extends string>(list: readonly T[], value: unknown): value is T => typeof value === 'string' && list.includes(value as T);
const isInstant = (value: string): boolean => /^\d{4}-\d\d-\d\dT\d\d:\d\d/u.test(value);

/** Turns an event of the log into a sentence. People are given by id and looked up among `people`. */
export const useEventText = (people: readonly PersonRef[], agreements: readonly AgreementView[]): ((event: TicketEventView) => string) => {
  const { t } = useTranslation();
  const name = (value: Json | undefined): string => people.find((person) => person.id === value)?.name ?? '';
  const lane = (value: Json | undefined): string => (typeof value === 'string' ? value : t('labels.lane.untriaged'));
  const state = (value: Json | undefined): string => (isOne(ticketStates, value) ? t(`labels.state.${value}`) : String(value ?? ''));

  const value = (field: string, given: Json | undefined): string => {
    if (given === null || given === undefined || given === '') return t('ticket.event.nothing');
    if (isOne(channels, given) && field === 'channel') return t(`labels.channel.${given}`);
    if (isOne(kinds, given) && field === 'kind') return t(`labels.kind.${given}`);
    if (isOne(serviceLevels, given) && field === 'service_level') return t(`labels.level.${given}`);
    if (isOne(scopes, given) && field === 'scope') return t(`labels.scope.${given}`);
    if (isOne(attentionModes, given) && field === 'attention_mode') return t(`labels.attention.${given}`);
    if (isOne(consultantRoles, given) && field === 'consultant_role') return t(`labels.role.${given}`);
    if (typeof given === 'string' && isInstant(given)) return dayTime(given);
    const person = name(given);
    return person === '' ? String(given) : person;
  };

  return ({ type, payload }) => {
    switch (type) {
      case 'registered':
        return t('ticket.event.registered', { channel: isOne(channels, payload['channel']) ? t(`labels.channel.${payload['channel']}`) : '' });
      case 'imported':
        return typeof payload['source'] === 'string' ? t('ticket.event.importedFrom', { source: payload['source'] }) : t('ticket.event.imported');
      case 'authorised':
        return t('ticket.event.authorised');
      case 'severity_changed':
        if (payload['to'] === null) return t('ticket.event.severityNone');
        return payload['from'] === null || payload['from'] === undefined ? t('ticket.event.severityFirst', { to: lane(payload['to']) }) : t('ticket.event.severity', { from: lane(payload['from']), to: lane(payload['to']) });
      case 'severity_agreed': {
        const agreement = agreements.find((one) => one.id === payload['agreement']);
        if (agreement !== undefined && agreement.contact !== '') return t('ticket.event.agreedWith', { contact: agreement.contact, to: agreement.to, impact: agreement.impact });
        const mode = payload['mode'];
        return t('ticket.event.agreed', { to: lane(payload['to']), mode: isOne(severityModes, mode) ? t(`labels.mode.${mode}`) : '' });
      }
      case 'state_changed': {
        const said = [payload['comment'], payload['reason']].find((text): text is string => typeof text === 'string' && text !== '');
        const words = { from: state(payload['from']), to: state(payload['to']) };
        return said === undefined ? t('ticket.event.state', words) : t('ticket.event.stateWith', { ...words, reason: said });
      }
      case 'assigned':
        return payload['to'] === null || payload['to'] === undefined ? t('ticket.event.unassigned') : t('ticket.event.assigned', { name: name(payload['to']) });
      case 'reopened':
        return t('ticket.event.reopened', { cycle: String(payload['cycle'] ?? '') });
      case 'field_changed': {
        const field = String(payload['field'] ?? '');
        const word = field in fieldWords ? t(fieldWords[field as keyof typeof fieldWords]) : field;
        return 'to' in payload ? t('ticket.event.field', { field: word, from: value(field, payload['from']), to: value(field, payload['to']) }) : t('ticket.event.fieldNamed', { field: word });
      }
    }
  };
};
