import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { channels, type Channel } from '#shared/domain/enums.ts';
import { core } from '../engine/core.ts';
import { shell } from '../engine/shell.ts';
import { useQuery } from '../engine/use-query.ts';
import { setFocus, setUntriagedOpen, useBoard } from '../stores/board.ts';
import { useRouter } from '../stores/router.ts';
import { showError, showToast } from '../stores/toasts.ts';
import { Button } from '../ui/button.tsx';
import { Combobox, meantBy, type ComboChoice } from '../ui/combobox.tsx';
import { Dialog, DialogBody } from '../ui/dialog.tsx';
import { TextArea, TextField } from '../ui/field.tsx';
import { Select } from '../ui/select.tsx';
import styles from './dialogs.module.css';

const clientId = async (choice: ComboChoice): Promise<string> => {
  if (choice.is === 'known') return choice.id;
  const { zone } = await shell.call('shell.info', {});
  return (await core.call('client.create', { name: choice.name, tz: zone })).id;
};

/** `c`: a ticket in four fields. It lands in *Sin clasificar* with the focus on it. */
export const CreateTicketDialog = ({ onClose }: { readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const filtered = useBoard((state) => state.filter.client);
  const { data: clients } = useQuery('client.list', {}, ['clients']);
  const [title, setTitle] = useState('');
  const [client, setClient] = useState<ComboChoice | null | undefined>(undefined);
  const [channel, setChannel] = useState<Channel>('phone');
  const [requester, setRequester] = useState<ComboChoice | null>(null);
  const [typed, setTyped] = useState({ client: '', requester: '' });
  const [description, setDescription] = useState('');
  const [checked, setChecked] = useState(false);
  const [busy, setBusy] = useState(false);
  const titleRef = useRef<HTMLInputElement>(null);
  const preset = clients?.find((one) => one.id === filtered);
  const chosen: ComboChoice | null = client === undefined ? (preset === undefined ? null : { is: 'known', id: preset.id, name: preset.name }) : client;
  const { data: contacts } = useQuery('contact.list', chosen?.is === 'known' ? { client: chosen.id } : null, ['clients']);

  const meant = meantBy(typed.client, chosen, clients ?? []);

  const submit = async (): Promise<void> => {
    setChecked(true);
    const asks = meantBy(typed.requester, requester, contacts ?? []);
    if (busy || title.trim() === '' || meant === null) {
      if (title.trim() === '') titleRef.current?.focus();
      return;
    }
    setBusy(true);
    try {
      const { id, code } = await core.call('ticket.create', {
        title: title.trim(),
        client: await clientId(meant),
        channel,
        description,
        requester: asks?.is === 'known' ? asks.id : null,
        requester_name: asks?.is === 'new' ? asks.name : null,
      });
      onClose();
      showToast({ text: t('board.created', { code }), undo: true });
      if (useRouter.getState().route.name === 'board') {
        setUntriagedOpen(true);
        setFocus('untriaged', 0, id);
      }
    } catch (error) {
      showError(error);
    } finally {
      setBusy(false);
    }
  };

  return (
    <Dialog
      title={t('board.create.title')}
      onClose={onClose}
      initialFocus={titleRef}
      keepOnOutsidePress
      testId="create-ticket"
      footer={
        <Button kind="primary" keys="mod+Enter" busy={busy} onClick={() => void submit()} data-testid="create-submit">
          {t('board.create.submit')}
        </Button>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
          event.preventDefault();
          void submit();
        }}
      >
        <DialogBody>
          <TextField ref={titleRef} name="title" label={t('board.create.name')} placeholder={t('board.create.namePlaceholder')} value={title} maxLength={300} spellCheck onChange={(event) => setTitle(event.target.value)} error={checked && title.trim() === '' ? t('board.create.nameRequired') : null} />
          <div className={styles['pair']}>
            <Combobox
              key={clients === undefined ? 'waiting' : 'ready'}
              label={t('board.create.client')}
              placeholder={t('board.create.clientPlaceholder')}
              options={clients ?? []}
              value={chosen}
              onChange={setClient}
              onTyped={(text) => setTyped((before) => ({ ...before, client: text }))}
              newLabel={(name) => t('board.create.clientCreate', { name })}
              emptyText={(clients ?? []).length === 0 ? t('board.create.clientsEmpty') : t('board.create.clientNone')}
              error={checked && meant === null ? t('board.create.clientRequired') : null}
            />
            <Select label={t('board.create.channel')} value={channel} options={channels.map((value) => ({ value, label: t(`labels.channel.${value}`) }))} onChange={setChannel} />
          </div>
          <Combobox
            key={chosen?.name ?? ''}
            label={t('board.create.requester')}
            optional
            placeholder={t('board.create.requesterPlaceholder')}
            options={contacts ?? []}
            value={requester}
            onChange={setRequester}
            onTyped={(text) => setTyped((before) => ({ ...before, requester: text }))}
            newLabel={(name) => t('board.create.requesterAs', { name })}
            emptyText={t('board.create.requesterNone')}
          />
          <TextArea label={t('board.create.description')} optional placeholder={t('board.create.descriptionPlaceholder')} value={description} spellCheck onChange={(event) => setDescription(event.target.value)} />
        </DialogBody>
      </form>
    </Dialog>
  );
};
