import { Select as Base } from '@base-ui/react/select';
import { Check, ChevronDown } from 'lucide-react';
import { useId, useState, type ReactNode } from 'react';
import { useLayer } from '../stores/layers.ts';
import { classes } from './classes.ts';
import { FieldFrame, type FieldFrameProps } from './field.tsx';
import fieldStyles from './field.module.css';
import layer from './layer.module.css';

export interface SelectOption<V extends string> {
  readonly value: V;
  readonly label: string;
  readonly icon?: ReactNode;
}

interface SelectProps<V extends string> extends FieldFrameProps {
  readonly value: V | null;
  readonly options: readonly SelectOption<V>[];
  readonly onChange: (value: V) => void;
  readonly placeholder?: string;
  readonly size?: 'regular' | 'small';
  readonly disabled?: boolean;
}

/** A component of its own: a closed list costs nothing, for a form may hold dozens of them. */
const Choices = ({ options }: { readonly options: readonly SelectOption<string>[] }) =>
  options.map((option) => (
    <Base.Item key={option.value} value={option.value} className={layer['item']}>
      {option.icon}
      <Base.ItemText className={layer['itemText']}>{option.label}</Base.ItemText>
      <Base.ItemIndicator className={layer['check']}>
        <Check size={14} aria-hidden="true" />
      </Base.ItemIndicator>
    </Base.Item>
  ));

/** A choice among a few. The list is a layer of its own. */
export const Select = <V extends string>({ value, options, onChange, placeholder, size = 'regular', disabled = false, ...frame }: SelectProps<V>) => {
  const id = useId();
  const [open, setOpen] = useState(false);
  useLayer(open);
  return (
    <FieldFrame id={id} {...frame}>
      <Base.Root
        id={id}
        value={value}
        items={options}
        open={open}
        onOpenChange={setOpen}
        disabled={disabled}
        modal={false}
        onValueChange={(next: V | null) => next !== null && onChange(next)}
      >
        <Base.Trigger
          aria-labelledby={`${id}-label`}
          aria-invalid={frame.error ? true : undefined}
          aria-describedby={(frame.error ?? frame.hint) ? `${id}-note` : undefined}
          className={classes(fieldStyles['input'], fieldStyles['trigger'], size === 'small' && fieldStyles['small'])}
        >
          <Base.Value className={fieldStyles['value']} placeholder={placeholder ?? ''} />
          <ChevronDown size={14} aria-hidden="true" />
        </Base.Trigger>
        <Base.Portal role="region" aria-label={frame.label}>
          <Base.Positioner sideOffset={4} alignItemWithTrigger={false} collisionPadding={8} className={layer['positioner']}>
            <Base.Popup className={classes(layer['float'], layer['list'], layer['matchWidth'])}>
              <Base.List>
                <Choices options={options} />
              </Base.List>
            </Base.Popup>
          </Base.Positioner>
        </Base.Portal>
      </Base.Root>
    </FieldFrame>
  );
};
