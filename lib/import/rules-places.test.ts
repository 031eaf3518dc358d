import { expect, it } from 'vitest'
import { type Place, Places } from './rules-places'

const place = (code: number, name: string, officialName: string, parent: number): Place => ({
  code,
  name,
  officialName,
  parent,
})

const places = new Places(420702000000, [
  place(420702100000, '太和镇', '太和镇', 420702000000),
  place(420702101000, '东沟镇', '东沟镇', 420702000000),
  place(420702100001, '太和社区', '太和居委会', 420702100000),
  place(420702100002, '新建村', '新建村委会', 420702100000),
  place(420702101001, '新建村', '新建村委会', 420702101000),
])

it.each<[string | null, string, number | string]>([
  ['太和镇', '太和社区', 420702100001],
  ['太和镇', '太和居委会', 420702100001],
  [' 太和镇 ', '太和镇太和社区', 420702100001],
  [null, '太和社区', 420702100001],
  ['东沟镇', '新建村', 420702101001],
  [null, '４２０７０２１０１００１', 420702101001],
  [null, '新建村', '本区县有多个“新建村”，请填写街道。'],
  ['东沟镇', '太和社区', '“东沟镇”下没有“太和社区”，请从模板下拉列表中选择。'],
  ['沼山镇', '太和社区', '本区县没有“沼山镇”，请从模板下拉列表中选择街道。'],
  [null, '420703100001', '社区的区划代码不在本区县范围内，请核对。'],
  [null, '420702100000', '社区的区划代码应为12位，且为社区一级，请核对。'],
  [null, '420702100009', '没有这个区划代码的社区，请核对或改填社区名称。'],
])('%s %s', (street, community, expected) => {
  for (const _ of ['asked', 'asked again']) {
    const found = places.find(street, community)
    expect(found.ok ? found.value : found.error).toBe(expected)
  }
})

it('offers each name once', () => {
  expect(places.streetNames).toEqual(['太和镇', '东沟镇'])
  expect(places.communityNames).toEqual(['太和社区', '新建村'])
})
