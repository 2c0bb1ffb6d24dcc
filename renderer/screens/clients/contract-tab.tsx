import { FileText } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClientDetail, ContractSummary } from '#shared/contract/contract-views.ts';
import { CommandButton } from '../../commands/command-button.tsx';
import { keysOf } from '../../commands/registry.ts';
import { useQuery } from '../../engine/use-query.ts';
import { localDay } from '../../i18n/format.ts';
import { chooseContract, useClients } from '../../stores/clients.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState, ErrorState } from '../../ui/states.tsx';
import { Select } from '../../ui/select.tsx';
import { CalendarPanel } from './calendar-panel.tsx';
import { ContractEditDialog } from './contract-edit-dialog.tsx';
import { HoursPanel } from './hours-panel.tsx';
import { PlanPanel } from './plan-panel.tsx';
import { SlaPanel } from './sla-panel.tsx';
import styles from './clients.module.css';

/** From when to when a contract holds, in words. */
export const useSpan = (): ((contract: ContractSummary) => string) => {
  const { t } = useTranslation();
  return ({ validFrom, validTo, holds }) => {
    if (holds) return validTo === null ? t('clients.openEnd') : t('clients.until', { date: localDay(validTo) });
    return validTo === null ? t('clients.starts', { date: localDay(validFrom) }) : t('clients.over', { from: localDay(validFrom), to: localDay(validTo) });
  };
};

/** The contract that is looked at: the chosen one, else the one that holds. */
export const useShownContract = (detail: ClientDetail | undefined): ContractSummary | null => {
  const chosen = useClients((state) => state.contract);
  return detail?.contracts.find((contract) => contract.id === chosen) ?? detail?.contracts[0] ?? null;
};

/** Hours, agreed times, calendar and plan of the contract that is looked at. */
export const ContractTab = ({ detail, mayWrite }: { readonly detail: ClientDetail; readonly mayWrite: boolean }) => {
  const { t } = useTranslation();
  const span = useSpan();
  const shown = useShownContract(detail);
  const [editing, setEditing] = useState(false);
  const { data, error, refetch } = useQuery('contract.get', shown === null ? null : { id: shown.id }, ['clients'], { keep: true });
  if (shown === null) {
    return mayWrite ? (
      <EmptyState icon={<FileText size={20} aria-hidden="true" />} title={t('clients.contractsNone')} text={t('clients.contractsNoneText')} keys={keysOf('clients.newContract') ?? ''} action={<CommandButton command="clients.newContract" size="small" />} />
    ) : (
      <EmptyState icon={<FileText size={20} aria-hidden="true" />} title={t('clients.contractsNone')} text={t('clients.leadsOnly')} />
    );
  }
  if (error !== null && data === undefined) return <ErrorState error={error} onRetry={refetch} />;
  if (data === undefined || data.contract.id !== shown.id) return null;
  return (
    <>
      {detail.contracts.length < 2 ? null : (
        <div className={styles['section']}>
          <Select label={t('clients.contracts')} value={shown.id} options={detail.contracts.map((contract) => ({ value: contract.id, label: `${t(`labels.modality.${contract.modality}`)}. ${span(contract)}` }))} onChange={chooseContract} />
        </div>
      )}
      {data.contract.modality === 'hours_bank' || data.lots.length > 0 ? <HoursPanel detail={data} mayWrite={mayWrite} /> : null}
      {data.plan === null ? null : <PlanPanel detail={data} contacts={detail.contacts} mayWrite={mayWrite} />}
      <SlaPanel detail={data} mayWrite={mayWrite} />
      <CalendarPanel detail={data} mayWrite={mayWrite} />
      {mayWrite ? (
        <Button size="small" onClick={() => setEditing(true)} data-testid="contract-edit-open">
          {t('clients.editContract')}
        </Button>
      ) : null}
      {editing ? <ContractEditDialog contract={data.contract} onClose={() => setEditing(false)} /> : null}
    </>
  );
};
