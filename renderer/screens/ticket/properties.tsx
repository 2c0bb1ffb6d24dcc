import { useTranslation } from 'react-i18next';
import type { PersonRef, TeamMember, TicketDetail } from '#shared/contract/views.ts';
import { attentionModes, channels, consultantRoles, kinds, scopes, serviceLevels } from '#shared/domain/enums.ts';
import { dayTime } from '../../i18n/format.ts';
import { assignable } from './assignable.ts';
import { ChoiceRow, InstantRow, Row, TextRow } from './property-rows.tsx';
import { RequesterRow } from './requester-row.tsx';
import { editTicket, type TicketFields } from './ticket-edit.ts';
import styles from './properties.module.css';

interface PropertiesProps {
  readonly detail: TicketDetail;
  readonly users: readonly TeamMember[];
  readonly clients: readonly PersonRef[];
}

const options = (people: readonly PersonRef[]) => people.map(({ id, name }) => ({ value: id, label: name }));

/** Everything about the ticket that is edited where it stands. */
export const Properties = ({ detail, users, clients }: PropertiesProps) => {
  const { t } = useTranslation();
  const { ticket, code } = detail;
  const save = (label: string) => (fields: TicketFields) => editTicket(ticket.id, fields, t('ticket.props.changed', { field: label, code }));
  const set = (label: string, fields: TicketFields): void => void save(label)(fields);
  const word = (key: 'client' | 'contract' | 'clientResponsible' | 'owner' | 'consultant' | 'role' | 'kind' | 'level' | 'module' | 'scope' | 'clause' | 'objective' | 'workaround' | 'attention' | 'channel' | 'authorised' | 'windowStart' | 'windowEnd' | 'requester') => t(`ticket.props.${key}`);
  return (
    <>
      <section className={styles['group']} aria-label={t('ticket.props.people')}>
        <ChoiceRow property="client" label={word('client')} clearable={false} value={ticket.client} options={options(clients)} onChange={(client) => (client === null ? undefined : set(word('client'), { client }))} />
        <ChoiceRow property="contract" label={word('contract')} value={ticket.contract} options={detail.contracts.map((one) => ({ value: one.id, label: t('ticket.props.contractFrom', { modality: t(`labels.modality.${one.modality}`), from: one.valid_from }) }))} onChange={(contract) => set(word('contract'), { contract })} />
        <RequesterRow detail={detail} onSave={save(word('requester'))} />
        <ChoiceRow property="client_responsible" label={word('clientResponsible')} value={ticket.client_responsible} options={options(detail.contacts)} onChange={(client_responsible) => set(word('clientResponsible'), { client_responsible })} />
        <ChoiceRow property="owner" label={word('owner')} value={ticket.owner} options={options(assignable(users, ticket.owner))} onChange={(owner) => set(word('owner'), { owner })} />
        <ChoiceRow property="consultant" label={word('consultant')} value={ticket.consultant} options={options(assignable(users, ticket.consultant))} onChange={(consultant) => set(word('consultant'), { consultant })} />
        <ChoiceRow property="consultant_role" label={word('role')} value={ticket.consultant_role} options={consultantRoles.map((value) => ({ value, label: t(`labels.role.${value}`) }))} onChange={(consultant_role) => set(word('role'), { consultant_role })} />
      </section>
      <hr className={styles['line']} />
      <section className={styles['group']} aria-label={t('ticket.props.service')}>
        <ChoiceRow property="kind" label={word('kind')} value={ticket.kind} options={kinds.map((value) => ({ value, label: t(`labels.kind.${value}`) }))} onChange={(kind) => set(word('kind'), { kind })} />
        <ChoiceRow property="service_level" label={word('level')} value={ticket.service_level} options={serviceLevels.map((value) => ({ value, label: t(`labels.level.${value}`) }))} onChange={(service_level) => set(word('level'), { service_level })} />
        <ChoiceRow property="scope" label={word('scope')} value={ticket.scope} options={scopes.map((value) => ({ value, label: t(`labels.scope.${value}`) }))} onChange={(scope) => set(word('scope'), { scope })} />
        <TextRow property="scope_clause" label={word('clause')} value={ticket.scope_clause} onSave={(scope_clause) => save(word('clause'))({ scope_clause })} />
        <TextRow property="objective" label={word('objective')} multiline value={ticket.objective} onSave={(objective) => save(word('objective'))({ objective })} />
        <TextRow property="module" label={word('module')} value={ticket.module} onSave={(module) => save(word('module'))({ module })} />
        <TextRow property="workaround" label={word('workaround')} multiline value={ticket.workaround} onSave={(workaround) => save(word('workaround'))({ workaround })} />
        <ChoiceRow property="attention_mode" label={word('attention')} clearable={false} value={ticket.attention_mode} options={attentionModes.map((value) => ({ value, label: t(`labels.attention.${value}`) }))} onChange={(mode) => (mode === null ? undefined : set(word('attention'), { attention_mode: mode }))} />
        <ChoiceRow property="channel" label={word('channel')} clearable={false} value={ticket.channel} options={channels.map((value) => ({ value, label: t(`labels.channel.${value}`) }))} onChange={(channel) => (channel === null ? undefined : set(word('channel'), { channel }))} />
        <Row property="received_at" label={t('ticket.props.received')}>
          <span className={styles['plain']}>{dayTime(ticket.received_at)}</span>
        </Row>
        <InstantRow property="authorised_at" label={word('authorised')} offerNow value={ticket.authorised_at} onSave={(authorised_at) => save(word('authorised'))({ authorised_at })} />
        <InstantRow property="window_start" label={word('windowStart')} value={ticket.window_start} onSave={(window_start) => save(word('windowStart'))({ window_start })} />
        <InstantRow property="window_end" label={word('windowEnd')} value={ticket.window_end} onSave={(window_end) => save(word('windowEnd'))({ window_end })} />
      </section>
    </>
  );
};
