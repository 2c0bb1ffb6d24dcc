import { create } from 'zustand';

export const clientTabs = ['contract', 'contacts', 'odoo', 'terms', 'regulatory', 'tickets'] as const;
export type ClientTab = (typeof clientTabs)[number];

export type ClientDialog = 'new-client' | 'edit-client' | 'new-contact' | 'new-contract';

interface ClientsStore {
  readonly client: string | null;
  /** Null: the one that holds. */
  readonly contract: string | null;
  readonly tab: ClientTab;
  readonly typed: string;
  readonly dialog: ClientDialog | null;
}

/** Which client is looked at, and where; kept while one is elsewhere. */
export const useClients = create<ClientsStore>(() => ({ client: null, contract: null, tab: 'contract', typed: '', dialog: null }));

export const chooseClient = (client: string): void => useClients.setState({ client, contract: null });
export const chooseContract = (contract: string): void => useClients.setState({ contract });
export const chooseTab = (tab: ClientTab): void => useClients.setState({ tab });
export const typeClient = (typed: string): void => useClients.setState({ typed });
export const openClientDialog = (dialog: ClientDialog): void => useClients.setState({ dialog });
export const closeClientDialog = (): void => useClients.setState({ dialog: null });
