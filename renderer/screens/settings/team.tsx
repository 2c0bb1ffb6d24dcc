import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { InvitationView, PersonView } from '#shared/sync/people.ts';
import { core } from '../../engine/core.ts';
import { useQuery } from '../../engine/use-query.ts';
import { day } from '../../i18n/format.ts';
import { useDesk } from '../../stores/desk.ts';
import { showError, showToast } from '../../stores/toasts.ts';
import { Button } from '../../ui/button.tsx';
import { Pill } from '../../ui/chip.tsx';
import { ErrorBanner } from '../../ui/states.tsx';
import table from '../../ui/table.module.css';
import { InviteDialog } from './invite-dialog.tsx';
import { PersonDialog } from './person-dialog.tsx';
import styles from './people.module.css';

const useGrantText = (): ((clients: readonly string[] | null) => string) => {
  const { t } = useTranslation();
  return (clients) => (clients === null ? t('people.allClients') : clients.length === 0 ? t('people.noClients') : t('people.clientsCount', { count: clients.length }));
};

const PersonRow = ({ person, me, onEdit }: { readonly person: PersonView; readonly me: boolean; readonly onEdit: () => void }) => {
  const { t } = useTranslation();
  const grants = useGrantText();
  return (
    <tr className={person.enabled ? undefined : styles['off']} data-testid="person-row">
      <td>
        <div className={styles['cell']}>
          {person.name} {me ? <Pill tone="accent">{t('people.you')}</Pill> : null}
          <p className={styles['email']}>{person.email}</p>
        </div>
      </td>
      <td>{t(`people.roles.${person.role}`)}</td>
      <td>{grants(person.clients)}</td>
      <td>{t('people.devicesCount', { count: person.devices.length })}</td>
      <td>{person.enabled ? t('people.open') : <Pill tone="warn">{t('people.closed')}</Pill>}</td>
      <td className={table['right']}>
        <Button size="small" aria-label={t('people.editOf', { name: person.name })} onClick={onEdit}>
          {t('people.edit')}
        </Button>
      </td>
    </tr>
  );
};

const Invitation = ({ invitation }: { readonly invitation: InvitationView }) => {
  const { t } = useTranslation();
  const grants = useGrantText();
  const revoke = (): void => void core.call('team.revokeInvitation', { invitation: invitation.id }).then(() => showToast({ text: t('people.invitationRevoked') }), showError);
  return (
    <li className={styles['row']} data-testid="invitation">
      <div>
        <p>{invitation.name}</p>
        <p className={styles['note']}>
          {[invitation.email, t(`people.roles.${invitation.role}`), grants(invitation.clients), t(invitation.expired ? 'people.expired' : 'people.expires', { at: day(invitation.expiresAt) })].join(' · ')}
        </p>
      </div>
      <Button size="small" aria-label={t('people.revokeInvitationOf', { name: invitation.name })} onClick={revoke}>
        {t('people.revokeInvitation')}
      </Button>
    </li>
  );
};

/** *Equipo*: for admins, and only with the endpoint at hand, which alone knows and decides all this. */
export const TeamSection = () => {
  const { t } = useTranslation();
  const me = useDesk((state) => state.session?.user?.id);
  const { data, error, refetch } = useQuery('team.get', {}, ['people', 'session'], { keep: true });
  const [inviting, setInviting] = useState(false);
  const [editing, setEditing] = useState<string | null>(null);
  const edited = data?.people.find((person) => person.id === editing);
  return (
    <section className={styles['wide']} data-testid="team" aria-busy={data === undefined && error === null}>
      <div className={styles['head']}>
        <div>
          <h2>{t('people.team')}</h2>
          <p className={styles['note']}>{t('people.teamText')}</p>
        </div>
        <Button kind="primary" size="small" onClick={() => setInviting(true)} data-testid="invite-open">
          {t('people.invite')}
        </Button>
      </div>
      {error === null ? null : <ErrorBanner error={error} action={<Button size="small" onClick={refetch}>{t('common.retry')}</Button>} />}
      {data === undefined ? null : (
        <>
          <div className={styles['scroll']} tabIndex={0} role="region" aria-label={t('people.team')}>
            <table className={table['table']}>
              <thead>
                <tr>
                  {(['person', 'role', 'clients', 'devices', 'status'] as const).map((column) => (
                    <th key={column} scope="col">
                      {t(`people.${column}`)}
                    </th>
                  ))}
                  <th scope="col" className={table['right']}>
                    {t('people.change')}
                  </th>
                </tr>
              </thead>
              <tbody>
                {data.people.map((person) => (
                  <PersonRow key={person.id} person={person} me={person.id === me} onEdit={() => setEditing(person.id)} />
                ))}
              </tbody>
            </table>
          </div>
          <h3 className={styles['label']}>{t('people.invitations')}</h3>
          {data.invitations.length === 0 ? (
            <p className={styles['note']}>{t('people.noInvitations')}</p>
          ) : (
            <ul className={styles['list']}>
              {data.invitations.map((invitation) => (
                <Invitation key={invitation.id} invitation={invitation} />
              ))}
            </ul>
          )}
        </>
      )}
      {inviting ? <InviteDialog onClose={() => setInviting(false)} /> : null}
      {edited === undefined ? null : <PersonDialog key={edited.id} person={edited} onClose={() => setEditing(null)} />}
    </section>
  );
};
