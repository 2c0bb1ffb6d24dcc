import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { shell } from '../../engine/shell.ts';
import { Segments } from '../../ui/segments.tsx';
import { CodeForm } from './code-form.tsx';
import { LinkForm } from './link-form.tsx';
import { SignInForm } from './sign-in-form.tsx';
import styles from './first-run.module.css';

const ways = ['waySignIn', 'wayLink', 'wayCode'] as const;
type Way = (typeof ways)[number];

/** The three ways into a team: an account, an invitation's link, the first admin's code. */
export const JoinForms = ({ onDone }: { readonly onDone: () => void }) => {
  const { t } = useTranslation();
  const [way, setWay] = useState<Way>('waySignIn');
  return (
    <div className={styles['join']}>
      <Segments label={t('people.ways')} value={way} onChange={setWay} options={ways.map((value) => ({ value, label: t(`people.${value}`) }))} />
      {way === 'waySignIn' ? <SignInForm address="" email="" before={() => shell.call('desk.openTeam', {})} onDone={onDone} /> : null}
      {way === 'wayLink' ? <LinkForm onDone={onDone} /> : null}
      {way === 'wayCode' ? <CodeForm onDone={onDone} /> : null}
    </div>
  );
};
