import { useDeferredValue, useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportInspection, ImportMapping, ImportPreview, ImportSource } from '#shared/contract/import.ts';
import { importTargets, type ImportTarget } from '#shared/contract/import-targets.ts';
import { useQuery } from '../../engine/use-query.ts';
import { es } from '../../i18n/es/index.ts';
import { classes } from '../../ui/classes.ts';
import table from '../../ui/table.module.css';
import type { MappingPlace, MappingProblems } from './mapping-problems.ts';
import { ReadingOptions } from './reading-options.tsx';
import { isNeeded, SourceFields } from './source-fields.tsx';
import styles from './mapping.module.css';

interface MappingFormProps {
  readonly inspection: ImportInspection;
  readonly mapping: ImportMapping;
  /** Of the last check: values that it met and nobody had said what they mean. */
  readonly preview: ImportPreview | null;
  readonly problems: MappingProblems;
  readonly onChange: (mapping: ImportMapping) => void;
}

const columnsIn = (template: string): readonly string[] => [...template.matchAll(/\{([^{}]+)\}/gu)].map((found) => (found[1] ?? '').trim());

/** What stands in the place of a problem: why it is one, and what to do. */
const usePlaceText = (problems: MappingProblems): ((place: MappingPlace) => string | undefined) => {
  const { t } = useTranslation();
  return (place) => {
    const problem = problems.get(place);
    if (problem === undefined) return undefined;
    const reasons = es.importing.why.field;
    const reason = Object.hasOwn(reasons, problem.reason) ? (problem.reason as keyof typeof reasons) : 'other';
    return t(`importing.why.field.${reason}`, { column: problem.column, value: problem.value });
  };
};

/** Which column feeds which field, what its values mean, and how the file is to be read. */
export const MappingForm = ({ inspection, mapping, preview, problems, onChange }: MappingFormProps) => {
  const { t } = useTranslation();
  const heading = useId();
  const reading = useId();
  // What stands further down comes after the first paint, in small pieces, so that no key waits for it.
  const whole = useDeferredValue(true, false);
  const { data: clients } = useQuery('client.list', {}, ['clients']);
  const errorOf = usePlaceText(problems);
  const columns = inspection.columns.map(({ name }) => ({ value: name, label: name }));
  const sampled = (column: string): readonly string[] => inspection.columns.find(({ name }) => name === column)?.samples ?? [];
  const samplesOf = (source: ImportSource | undefined): string => {
    if (source?.from === 'column') return sampled(source.column).slice(0, 3).join(' · ');
    // The columns' most frequent values, put together: what a title will look like.
    if (source?.from === 'template') return columnsIn(source.template).reduce((text, column) => text.replaceAll(`{${column}}`, sampled(column)[0] ?? ''), source.template);
    return '';
  };
  const metBy = (target: ImportTarget): readonly string[] => (preview?.rejected ?? []).flatMap((line) => line.problems.filter((one) => one.target === target && one.code === 'not_a_choice').map((one) => one.value));
  const seenOf = (target: ImportTarget, source: ImportSource | undefined): readonly string[] => (source?.from === 'column' ? [...new Set([...metBy(target), ...sampled(source.column)])] : []);
  const setField = (target: ImportTarget, source: ImportSource | undefined): void => {
    const { [target]: _, ...others } = mapping.fields;
    onChange({ ...mapping, fields: source === undefined ? others : { ...others, [target]: source } });
  };
  return (
    <div data-testid="import-mapping" className={styles['form']}>
      <section aria-labelledby={heading}>
        <h2 id={heading} className={styles['heading']}>
          {t('importing.mapping')}
        </h2>
        <table className={classes(table['table'], styles['table'])}>
          <thead>
            <tr>
              <th scope="col">{t('importing.target')}</th>
              <th scope="col">{t('importing.source')}</th>
              <th scope="col">{t('importing.samples')}</th>
            </tr>
          </thead>
          <tbody>
            {importTargets.slice(0, whole ? importTargets.length : 6).map((target) => {
              const source = mapping.fields[target];
              return (
                <tr key={target} data-target={target} data-wrong={problems.has(target) || undefined}>
                  <th scope="row">
                    {t(`importing.targets.${target}`)}
                    {isNeeded(target) ? <span className={styles['needed']}>{t('importing.required')}</span> : null}
                  </th>
                  <td>
                    <SourceFields target={target} source={source} columns={columns} clients={clients ?? []} seen={seenOf(target, source)} error={errorOf(target)} onChange={(next) => setField(target, next)} />
                  </td>
                  <td className={styles['samples']} title={samplesOf(source)}>
                    {samplesOf(source)}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </section>
      <section aria-labelledby={reading}>
        <h2 id={reading} className={styles['heading']}>
          {t('importing.reader')}
        </h2>
        {whole ? <ReadingOptions mapping={mapping} columns={columns} errorOf={errorOf} onChange={onChange} /> : null}
      </section>
    </div>
  );
};
