import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isZone } from '#shared/domain/contract/check-calendar.ts';
import type { Row } from '#shared/domain/entities/index.ts';
import { core } from '../../engine/core.ts';
import { chooseClient } from '../../stores/clients.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog, DialogBody } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { Form } from '../../ui/form.tsx';
import { Segments } from '../../ui/segments.tsx';
import { Select } from '../../ui/select.tsx';
import { countries, countryName } from './countries.ts';
import { useSaving } from './use-saving.ts';
import styles from './clients.module.css';

type Odoo = NonNullable<Row<'client'>['odoo']>;
const noOdoo: Odoo = { edition: 'community', version: '', hosting: '', implemented_by: '', localisation: '', integrations: [] };
const here = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** A client with what is known of his Odoo: a new one, or one that is edited. */
export const ClientDialog = ({ client, onClose }: { readonly client: Row<'client'> | null; readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const [name, setName] = useState(client?.name ?? '');
  const [country, setCountry] = useState(client === null ? 'BO' : (client.country ?? ''));
  const [tz, setTz] = useState(client?.tz ?? here());
  const [has, setHas] = useState(client?.odoo != null);
  const [odoo, setOdoo] = useState<Odoo>(client?.odoo ?? noOdoo);
  const [integrations, setIntegrations] = useState((client?.odoo?.integrations ?? []).join(', '));
  const [checked, setChecked] = useState(false);
  const { busy, error, save } = useSaving(onClose);
  const known = countries.some((code) => code === country) || country === '' ? countries : [country, ...countries];
  const zoneWrong = !isZone(tz.trim());
  const text = (field: 'version' | 'hosting' | 'implemented_by' | 'localisation', label: string) => <TextField label={label} value={odoo[field] ?? ''} maxLength={300} onChange={(event) => setOdoo({ ...odoo, [field]: event.target.value })} />;
  const submit = async (): Promise<void> => {
    setChecked(true);
    if (name.trim() === '' || zoneWrong) return;
    const { localisation, ...rest } = odoo;
    const instance = has ? { ...rest, ...(localisation === undefined || localisation.trim() === '' ? {} : { localisation: localisation.trim() }), integrations: integrations.split(',').map((each) => each.trim()).filter((each) => each !== '') } : null;
    const fields = { name: name.trim(), country: country === '' ? null : country, tz: tz.trim(), odoo: instance };
    await save(async () => {
      if (client === null) chooseClient((await core.call('client.create', fields)).id);
      else await core.call('client.edit', { id: client.id, fields });
      return t('clients.form.saved');
    });
  };
  return (
    <Dialog title={client === null ? t('clients.form.newTitle') : t('clients.form.editTitle')} onClose={onClose} keepOnOutsidePress testId="client-dialog" width={560} footer={<Button kind="primary" busy={busy} type="submit" form="client-form" data-testid="client-save">{t('common.save')}</Button>}>
      <DialogBody>
        <Form id="client-form" error={error} onSubmit={submit}>
          <TextField name="name" label={t('clients.form.name')} value={name} maxLength={300} onChange={(event) => setName(event.target.value)} error={checked && name.trim() === '' ? t('common.required') : null} />
          <div className={styles['two']}>
            <Select label={t('clients.form.country')} value={country === '' ? null : country} options={known.map((value) => ({ value, label: countryName(value) }))} onChange={setCountry} />
            <TextField name="zone" label={t('clients.form.zone')} hint={t('clients.form.zoneHint')} value={tz} onChange={(event) => setTz(event.target.value)} error={zoneWrong ? t('clients.calendar.issue.zone_unknown') : null} />
          </div>
          <fieldset className={styles['group']}>
            <legend>{t('clients.form.odoo')}</legend>
            <label className={styles['check']}>
              <input type="checkbox" checked={has} onChange={(event) => setHas(event.target.checked)} />
              {t('clients.form.hasOdoo')}
            </label>
            {has ? (
              <>
                <Segments label={t('clients.form.edition')} value={odoo.edition} onChange={(edition) => setOdoo({ ...odoo, edition })} options={(['community', 'enterprise'] as const).map((value) => ({ value, label: t(`labels.edition.${value}`) }))} />
                <div className={styles['two']}>
                  {text('version', t('clients.form.version'))}
                  {text('hosting', t('clients.form.hosting'))}
                  {text('implemented_by', t('clients.form.implementedBy'))}
                  {text('localisation', t('clients.form.localisation'))}
                </div>
                <TextField label={t('clients.form.integrations')} hint={t('clients.form.integrationsHint')} value={integrations} onChange={(event) => setIntegrations(event.target.value)} />
              </>
            ) : null}
          </fieldset>
        </Form>
      </DialogBody>
    </Dialog>
  );
};
