import { writeFileSync } from 'node:fs'
import { stylesheet } from './stylesheet'

writeFileSync(new URL('./antd.generated.css', import.meta.url), stylesheet())
