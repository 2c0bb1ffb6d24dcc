import { useTranslation } from 'react-i18next';
import type { Severity } from '#shared/domain/enums.ts';
import { severityByCard, severityCard, type SeverityAnswers } from '#shared/domain/severity-card.ts';
import { Button } from '../ui/button.tsx';
import { Segments } from '../ui/segments.tsx';
import styles from './dialogs.module.css';

interface SeverityCardProps {
  readonly answers: SeverityAnswers;
  readonly onAnswers: (answers: SeverityAnswers) => void;
  readonly standing: Severity;
  readonly onMove: (to: Severity) => void;
  readonly onPhrase: () => void;
}

const questions = ['request', 'operation', 'alternative'] as const;

/** *Tarjeta de severidad*: a few questions read aloud with the client, what they come to, and the phrase for it. */
export const SeverityCard = ({ answers, onAnswers, standing, onMove, onPhrase }: SeverityCardProps) => {
  const { t } = useTranslation();
  const proposed = severityByCard(answers);
  return (
    <div className={styles['card']} data-testid="severity-card">
      {questions.map((question) => (
        <div key={question} className={styles['question']}>
          <span>{t(`board.card.${question}`)}</span>
          <Segments
            label={t(`board.card.${question}`)}
            value={answers[question] ?? ''}
            options={severityCard[question].map((value) => ({ value: value as string, label: t(`board.card.answers.${value}`) }))}
            onChange={(value) => onAnswers({ ...answers, [question]: value })}
          />
        </div>
      ))}
      {proposed === null ? null : (
        <p className={styles['cardResult']} role="status">
          <span>{t(proposed === standing ? 'board.card.agrees' : 'board.card.differs', { severity: proposed })}</span>
          {proposed === standing ? (
            <Button size="small" kind="ghost" onClick={onPhrase}>
              {t('board.card.phrase')}
            </Button>
          ) : (
            <Button size="small" kind="ghost" onClick={() => onMove(proposed)}>
              {t('board.card.move', { severity: proposed })}
            </Button>
          )}
        </p>
      )}
    </div>
  );
};
