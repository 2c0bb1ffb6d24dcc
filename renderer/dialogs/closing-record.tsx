import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { TicketDetail } from '#shared/contract/views.ts';
import { evidenceStages } from '#shared/domain/enums.ts';
import { useQuery } from '../engine/use-query.ts';
import { dayTime, hoursMinutes } from '../i18n/format.ts';
import { EvidencePicture } from '../screens/evidence/evidence-picture.tsx';
import type { DialogRequest } from '../stores/dialogs.ts';
import { Button } from '../ui/button.tsx';
import { Dialog, DialogBody } from '../ui/dialog.tsx';
import styles from './closing-record.module.css';

type Request = Extract<DialogRequest, { kind: 'closing-record' }>;

const Part = ({ title, children }: { readonly title: string; readonly children: ReactNode }) => (
  <section className={styles['part']}>
    <h3>{title}</h3>
    {children}
  </section>
);

/** Seconds of each person, everybody's closed entries. */
const perPerson = (entries: TicketDetail['entries']): readonly (readonly [string, number])[] => {
  const sums = new Map<string, number>();
  for (const { user, seconds, status } of entries) if (seconds !== null && status !== 'reversed') sums.set(user.name, (sums.get(user.name) ?? 0) + seconds);
  return [...sums];
};

const Loaded = ({ detail }: { readonly detail: TicketDetail }) => {
  const { t } = useTranslation();
  const { ticket, evidence, validations, changes, entries, agreements, toClose } = detail;
  const validation = validations.findLast(({ cycle }) => cycle === ticket.cycle);
  const agreed = agreements.at(-1);
  const people = perPerson(entries);
  const visible = evidence.filter((one) => one.visibility === 'client');
  const none = <p className={styles['missing']}>{t('closing.record.none')}</p>;
  return (
    <div className={styles['record']} tabIndex={0} role="region" aria-label={t('closing.record.title', { code: detail.code })}>
      <p className={styles['head']}>
        {t('closing.record.head', { client: detail.client.name, state: t(`labels.state.${ticket.state}`), cycle: ticket.cycle })}
        {ticket.closed_at === null ? '' : ` · ${dayTime(ticket.closed_at)}`}
      </p>
      <Part title={t('closing.record.objective')}>
        <p>{ticket.objective ?? ticket.title}</p>
        {agreed === undefined ? null : <p className={styles['meta']}>{t('closing.record.agreed', { severity: agreed.to, impact: agreed.impact, contact: agreed.contact })}</p>}
      </Part>
      {evidenceStages.map((stage) => {
        const of = visible.filter((one) => one.stage === stage);
        return (
          <Part key={stage} title={t('closing.record.evidence', { stage: t(`labels.stage.${stage}`) })}>
            {of.length === 0 ? stage === 'after' ? none : <p className={styles['meta']}>{t('closing.record.nothing')}</p> : null}
            <div className={styles['pictures']}>
              {of.map((one) => (
                <figure key={one.id}>
                  <EvidencePicture evidence={one} alt={one.note === '' ? t(`labels.stage.${stage}`) : one.note} />
                  <figcaption title={one.note}>{`${dayTime(one.capturedAt)}${one.note === '' ? '' : ` · ${one.note}`}`}</figcaption>
                </figure>
              ))}
            </div>
          </Part>
        );
      })}
      <Part title={t('closing.record.changes')}>
        {changes.length === 0 ? <p className={styles['meta']}>{t('closing.record.nothing')}</p> : null}
        {changes.map((change) => (
          <div key={change.id}>
            <p>{change.what}</p>
            <p className={styles['meta']}>
              {[change.risk === '' ? '' : t('closing.record.risk', { text: change.risk }), change.rollback === '' ? '' : t('closing.record.rollback', { text: change.rollback }), change.testedBy === null ? '' : t('closing.record.testedBy', { name: change.testedBy })]
                .filter((text) => text !== '')
                .join(' · ')}
            </p>
          </div>
        ))}
      </Part>
      <Part title={t('closing.record.hours')}>
        {people.length === 0 ? (
          <p className={styles['meta']}>{t('closing.record.nothing')}</p>
        ) : (
          <table className={styles['hours']}>
            <tbody>
              {people.map(([name, seconds]) => (
                <tr key={name}>
                  <td>{name}</td>
                  <td>{hoursMinutes(seconds)}</td>
                </tr>
              ))}
              <tr>
                <td>{t('closing.record.total')}</td>
                <td>{hoursMinutes(people.reduce((sum, [, seconds]) => sum + seconds, 0))}</td>
              </tr>
            </tbody>
          </table>
        )}
        {detail.contract?.modality === 'hours_bank' ? <p className={toClose.includes('hours_approval_required') ? styles['missing'] : styles['meta']}>{t(toClose.includes('hours_approval_required') ? 'closing.record.hoursPending' : 'closing.record.hoursApproved')}</p> : null}
      </Part>
      <Part title={t('closing.record.validation')}>
        {validation === undefined ? (
          none
        ) : (
          <>
            <p>{t(`closing.record.${validation.decision}`, { contact: validation.contact, channel: t(`labels.channel.${validation.via}`), when: dayTime(validation.at) })}</p>
            {validation.comment === '' ? null : <p>{`«${validation.comment}»`}</p>}
            {validation.onBehalfBy === null ? null : <p className={styles['meta']}>{t('closing.record.onBehalf', { name: validation.onBehalfBy })}</p>}
          </>
        )}
      </Part>
    </div>
  );
};

/** *Acta de cierre*: what the closing of a ticket holds, and what it still lacks. */
export const ClosingRecord = ({ request, onClose }: { readonly request: Request; readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const { data: detail } = useQuery('ticket.get', { id: request.ticket }, [`ticket:${request.ticket}`, 'evidence', 'time']);
  return (
    <Dialog title={t('closing.record.title', { code: request.code })} onClose={onClose} width={680} testId="closing-record" footer={<Button keys="Escape" onClick={onClose}>{t('common.close')}</Button>}>
      <DialogBody>{detail === undefined ? null : <Loaded detail={detail} />}</DialogBody>
    </Dialog>
  );
};
