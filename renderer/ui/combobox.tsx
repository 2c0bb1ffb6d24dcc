import { Combobox as Base } from '@base-ui/react/combobox';
import { Check, ChevronDown, Plus } from 'lucide-react';
import { useId, useState, type Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { useLayer } from '../stores/layers.ts';
import { classes } from './classes.ts';
import { FieldFrame, type FieldFrameProps } from './field.tsx';
import fieldStyles from './field.module.css';
import layer from './layer.module.css';

export interface ComboOption {
  readonly id: string;
  readonly name: string;
}
/** Somebody known, or a new name as typed. */
export type ComboChoice = { readonly is: 'known'; readonly id: string; readonly name: string } | { readonly is: 'new'; readonly name: string };

interface Item {
  readonly value: string;
  readonly label: string;
  readonly isNew: boolean;
}

interface ComboboxProps extends FieldFrameProps {
  readonly options: readonly ComboOption[];
  readonly value: ComboChoice | null;
  readonly onChange: (choice: ComboChoice | null) => void;
  readonly placeholder?: string;
  /** What the row that takes the typed name says. */
  readonly newLabel: (name: string) => string;
  readonly emptyText: string;
  readonly inputRef?: Ref<HTMLInputElement>;
  /** False: only what is known can be chosen. */
  readonly allowNew?: boolean;
  /** Told what is typed, where the options are fetched by it. */
  readonly onTyped?: (text: string) => void;
}

const NEW = 'new:';
const plain = (text: string): string => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase().trim();

/** What a field means where it is sent without leaving it: the text that stands in it, a known name if it is one. */
export const meantBy = (typed: string, value: ComboChoice | null, options: readonly ComboOption[]): ComboChoice | null => {
  const name = typed.trim();
  if (name === '' || (value !== null && plain(value.name) === plain(name))) return value;
  const match = options.find((option) => plain(option.name) === plain(name));
  return match === undefined ? { is: 'new', name } : { is: 'known', id: match.id, name: match.name };
};

/** A text field that offers known names and takes a new one. Accents and case do not matter when matching. */
export const Combobox = ({ options, value, onChange, placeholder, newLabel, emptyText, inputRef, allowNew = true, onTyped, ...frame }: ComboboxProps) => {
  const { t } = useTranslation();
  const id = useId();
  const [typed, setTyped] = useState(value?.name ?? '');
  const [open, setOpen] = useState(false);
  useLayer(open);
  const wanted = plain(typed);
  const showAll = value !== null && plain(value.name) === wanted;
  const known = options.filter((option) => showAll || wanted === '' || plain(option.name).includes(wanted)).slice(0, 50);
  const exact = options.some((option) => plain(option.name) === wanted);
  const items: readonly Item[] = [
    ...known.map((option): Item => ({ value: option.id, label: option.name, isNew: false })),
    ...(allowNew && wanted !== '' && !exact ? [{ value: `${NEW}${typed.trim()}`, label: typed.trim(), isNew: true }] : []),
  ];
  const selected: Item | null = value === null ? null : value.is === 'known' ? { value: value.id, label: value.name, isNew: false } : { value: `${NEW}${value.name}`, label: value.name, isNew: true };
  return (
    <FieldFrame id={id} {...frame}>
      <Base.Root
        items={items as Item[]}
        filter={null}
        value={selected}
        inputValue={typed}
        open={open}
        autoHighlight
        onOpenChange={setOpen}
        isItemEqualToValue={(a: Item, b: Item) => a.value === b.value}
        onInputValueChange={(text) => {
          setTyped(text);
          onTyped?.(text);
          if (text.trim() === '') onChange(null);
        }}
        onValueChange={(item: Item | null) => {
          if (item === null) onChange(null);
          else onChange(item.isNew ? { is: 'new', name: item.label } : { is: 'known', id: item.value, name: item.label });
        }}
      >
        <Base.InputGroup className={fieldStyles['group']}>
          <Base.Input
            id={id}
            ref={inputRef}
            placeholder={placeholder}
            spellCheck={false}
            className={fieldStyles['input']}
            aria-invalid={frame.error ? true : undefined}
            aria-describedby={(frame.error ?? frame.hint) ? `${id}-note` : undefined}
            onBlur={() => {
              // What stands in the field is what is meant: a name that was typed and not picked counts.
              const name = typed.trim();
              if (name === '' || (value !== null && plain(value.name) === plain(name))) return;
              const match = options.find((option) => plain(option.name) === plain(name));
              if (match !== undefined) onChange({ is: 'known', ...match });
              else if (allowNew) onChange({ is: 'new', name });
            }}
          />
          <Base.Trigger className={fieldStyles['open']} tabIndex={-1} aria-label={t('board.create.open')}>
            <ChevronDown size={14} aria-hidden="true" />
          </Base.Trigger>
        </Base.InputGroup>
        <Base.Portal role="region" aria-label={frame.label}>
          <Base.Positioner sideOffset={4} collisionPadding={8} className={layer['positioner']}>
            <Base.Popup className={classes(layer['float'], layer['list'], layer['matchWidth'])}>
              <Base.Empty className={layer['empty']}>{items.length === 0 ? emptyText : null}</Base.Empty>
              <Base.List>
                {(item: Item) => (
                  <Base.Item key={item.value} value={item} className={layer['item']}>
                    {item.isNew ? <Plus size={14} aria-hidden="true" /> : null}
                    <span className={layer['itemText']}>{item.isNew ? newLabel(item.label) : item.label}</span>
                    <Base.ItemIndicator className={layer['check']}>
                      <Check size={14} aria-hidden="true" />
                    </Base.ItemIndicator>
                  </Base.Item>
                )}
              </Base.List>
            </Base.Popup>
          </Base.Positioner>
        </Base.Portal>
      </Base.Root>
    </FieldFrame>
  );
};
