import { type ComponentProps, lazy, Suspense } from 'react';
import type { DynamicForm } from '../../forms/dynamic-form.js';
import { Skeleton } from '../../ui/skeleton.js';

// Forms weigh more than the whole canvas: they are loaded when the first one is shown.
const Form = lazy(async () => ({ default: (await import('../../forms/dynamic-form.js')).DynamicForm }));

/** A `DynamicForm` that is loaded on first use. */
export function LazyForm(props: ComponentProps<typeof DynamicForm>) {
  return (
    <Suspense fallback={<Skeleton />}>
      <Form {...props} />
    </Suspense>
  );
}
