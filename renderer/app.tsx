import { CSPProvider } from '@base-ui/react/csp-provider';
import { Tooltip } from '@base-ui/react/tooltip';
import { useRouter } from './stores/router.ts';
import { screenOf } from './screens/registry.tsx';

export const App = () => {
  const route = useRouter((state) => state.route);
  return (
    <CSPProvider disableStyleElements>
      <Tooltip.Provider>{screenOf(route)}</Tooltip.Provider>
    </CSPProvider>
  );
};
