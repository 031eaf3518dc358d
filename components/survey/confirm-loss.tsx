'use client'

import Modal from 'antd/es/modal'

/** For a thumb. */
const LARGE = { minHeight: 44 }

/** Asks before unsent drafts are removed with signing out. Loaded when somebody has some. */
export function confirmLossOfDrafts(unsent: number): Promise<boolean> {
  return new Promise((resolve) => {
    Modal.confirm({
      icon: null,
      title: `本机有 ${unsent} 份调查结果尚未提交`,
      content: '退出登录后，这些草稿（含照片和签名）将从本机全部删除，不能恢复。建议先联网提交，再退出登录。',
      okText: '删除草稿并退出',
      okButtonProps: { danger: true, style: LARGE },
      cancelText: '暂不退出',
      cancelButtonProps: { style: LARGE },
      autoFocusButton: 'cancel',
      onOk: () => resolve(true),
      onCancel: () => resolve(false),
    })
  })
}
