import { CalendarClock } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClientDetail } from '#shared/contract/contract-views.ts';
import type { Row } from '#shared/domain/entities/index.ts';
import { core } from '../../engine/core.ts';
import { localDay } from '../../i18n/format.ts';
import { go } from '../../stores/router.ts';
import { showError, showToast } from '../../stores/toasts.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog, DialogBody } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { Form } from '../../ui/form.tsx';
import { EmptyState } from '../../ui/states.tsx';
import table from '../../ui/table.module.css';
import { todayHere } from './dates.ts';
import { useSaving } from './use-saving.ts';
import styles from './clients.module.css';

const AddDialog = ({ client, onClose }: { readonly client: string; readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const [title, setTitle] = useState('');
  const [due, setDue] = useState(todayHere());
  const [checked, setChecked] = useState(false);
  const { busy, error, save } = useSaving(onClose);
  const submit = async (): Promise<void> => {
    setChecked(true);
    if (title.trim() === '' || due === '') return;
    await save(async () => {
      await core.call('regulatory.add', { client, title: title.trim(), due });
      return t('clients.regulatory.saved');
    });
  };
  return (
    <Dialog title={t('clients.regulatory.add')} onClose={onClose} keepOnOutsidePress testId="regulatory-dialog" width={440} footer={<Button kind="primary" busy={busy} type="submit" form="regulatory-form">{t('common.save')}</Button>}>
      <DialogBody>
        <Form id="regulatory-form" error={error} onSubmit={submit}>
          <TextField name="title" label={t('clients.regulatory.what')} value={title} maxLength={300} onChange={(event) => setTitle(event.target.value)} error={checked && title.trim() === '' ? t('common.required') : null} />
          <TextField type="date" label={t('clients.regulatory.dueOn')} value={due} onChange={(event) => setDue(event.target.value)} error={due === '' ? t('common.required') : null} />
        </Form>
      </DialogBody>
    </Dialog>
  );
};

/** What the law of the client's country asks for, by date; each becomes a ticket when its time comes. */
export const RegulatoryTab = ({ detail }: { readonly detail: ClientDetail }) => {
  const { t } = useTranslation();
  const [adding, setAdding] = useState(false);
  const { client, regulatory } = detail;
  const toTicket = (item: Row<'regulatory_item'>): void =>
    void core.call('ticket.create', { title: item.title, client: client.id, channel: 'portal', regulatory: item.id }).then(({ code }) => showToast({ text: t('clients.regulatory.made', { code }), undo: true }), showError);
  const add =
    client.country === null ? null : (
      <Button size="small" onClick={() => setAdding(true)} data-testid="regulatory-add">
        {t('clients.regulatory.add')}
      </Button>
    );
  return (
    <section className={styles['section']} data-testid="regulatory">
      {regulatory.length === 0 ? (
        <EmptyState icon={<CalendarClock size={20} aria-hidden="true" />} title={t('clients.regulatoryNone')} text={client.country === null ? t('clients.regulatory.noCountry') : t('clients.regulatoryNoneText')} action={add} />
      ) : (
        <>
          <div className={styles['sectionHead']}>
            <h3>{t('clients.tab.regulatory')}</h3>
            <span className={styles['space']} />
            {add}
          </div>
          <table className={table['table']}>
            <thead>
              <tr>
                <th scope="col">{t('clients.regulatory.due')}</th>
                <th scope="col">{t('clients.regulatory.title')}</th>
                <th scope="col" className={table['right']}>
                  {t('clients.regulatory.ticket')}
                </th>
              </tr>
            </thead>
            <tbody>
              {regulatory.map((item) => {
                const { ticket } = item;
                return (
                  <tr key={item.id}>
                    <td>{localDay(item.due)}</td>
                    <td>{item.title}</td>
                    <td className={table['right']}>
                      {ticket === null ? (
                        <Button size="small" kind="ghost" aria-label={`${t('clients.regulatory.toTicket')}: ${item.title}`} onClick={() => toTicket(item)}>
                          {t('clients.regulatory.toTicket')}
                        </Button>
                      ) : (
                        <Button size="small" kind="ghost" aria-label={`${t('clients.regulatory.see')}: ${item.title}`} onClick={() => go({ name: 'ticket', id: ticket })}>
                          {t('clients.regulatory.see')}
                        </Button>
                      )}
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </>
      )}
      {adding ? <AddDialog client={client.id} onClose={() => setAdding(false)} /> : null}
    </section>
  );
};
