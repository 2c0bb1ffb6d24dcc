import { useId, type ComponentProps, type ReactNode, type Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { classes } from './classes.ts';
import styles from './field.module.css';

export interface FieldFrameProps {
  readonly label: string;
  readonly error?: string | null | undefined;
  readonly hint?: string | undefined;
  readonly optional?: boolean;
  /** The label is read, not shown. */
  readonly quiet?: boolean;
  readonly className?: string | undefined;
}

interface FrameProps extends FieldFrameProps {
  readonly id: string;
  readonly children: ReactNode;
}

/** Label above, error or hint below; the control's id is `id`, what describes it is `${id}-note`. */
export const FieldFrame = ({ id, label, error, hint, optional = false, quiet = false, className, children }: FrameProps) => {
  const { t } = useTranslation();
  const note = error ?? hint;
  return (
    <div className={classes(styles['field'], className)}>
      <label htmlFor={id} id={`${id}-label`} className={quiet ? styles['hidden'] : styles['label']}>
        {label}
        {optional ? <span className={styles['optional']}>{t('common.optional')}</span> : null}
      </label>
      {children}
      {note === undefined || note === null ? null : (
        <p id={`${id}-note`} className={error ? styles['error'] : styles['hint']} role={error ? 'alert' : undefined}>
          {note}
        </p>
      )}
    </div>
  );
};

const described = (id: string, props: FieldFrameProps) => ({
  id,
  'aria-invalid': props.error ? true : undefined,
  'aria-describedby': (props.error ?? props.hint) ? `${id}-note` : undefined,
});

type TextFieldProps = FieldFrameProps & Omit<ComponentProps<'input'>, 'id' | 'className'> & { readonly ref?: Ref<HTMLInputElement> };

export const TextField = ({ label, error, hint, optional, quiet, className, ...rest }: TextFieldProps) => {
  const id = useId();
  const frame = { label, error, hint, className, ...(optional === undefined ? {} : { optional }), ...(quiet === undefined ? {} : { quiet }) };
  return (
    <FieldFrame id={id} {...frame}>
      <input spellCheck={false} autoComplete="off" {...rest} {...described(id, frame)} className={styles['input']} />
    </FieldFrame>
  );
};

type TextAreaProps = FieldFrameProps & Omit<ComponentProps<'textarea'>, 'id' | 'className'> & { readonly ref?: Ref<HTMLTextAreaElement> };

export const TextArea = ({ label, error, hint, optional, quiet, className, ...rest }: TextAreaProps) => {
  const id = useId();
  const frame = { label, error, hint, className, ...(optional === undefined ? {} : { optional }), ...(quiet === undefined ? {} : { quiet }) };
  return (
    <FieldFrame id={id} {...frame}>
      <textarea rows={3} {...rest} {...described(id, frame)} className={classes(styles['input'], styles['area'])} />
    </FieldFrame>
  );
};
