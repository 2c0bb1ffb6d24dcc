import { z } from 'zod';

// Before any schema parses: the page's policy forbids the code that zod would otherwise compile.
z.config({ jitless: true });
