//! What administrators do to others in their clients.

use crate::world::status::{Status, stored_until};
use crate::world::{
    chat::ChatKind, permissions::Permissions, refused::Refused, rights::Rights, state::World, update::JoinedVia,
};

impl World {
    /// `by` makes `user` an administrator with `rights`, or changes the rights; somebody outside comes in.
    ///
    /// # Errors
    ///
    /// [`Refused::NotEnoughRights`]; [`Refused::TargetIsAdministrator`] for the creator.
    pub fn set_admin(&mut self, chat: i64, by: i64, user: i64, rights: Rights) -> Result<(), Refused> {
        self.check_user(user)?;
        self.check_right_of(chat, by, Rights::PROMOTE_MEMBERS)?;
        let status = self.status_in(chat, user);
        if status == Status::Creator {
            return Err(Refused::TargetIsAdministrator);
        }
        let new = Status::Administrator { rights: rights.completed(), promoted_by: by };
        if status.is_member() {
            self.set_status(chat, user, by, new, &JoinedVia::default());
        } else {
            self.enter_as(chat, user, by, new, &JoinedVia::default());
        }
        Ok(())
    }

    /// The creator adds `bot` as an administrator with `rights`.
    ///
    /// # Errors
    ///
    /// [`Refused::NoSuchChat`], [`Refused::NoSuchUser`].
    pub fn add_bot_as_admin(&mut self, chat: i64, bot: i64, rights: Rights) -> Result<(), Refused> {
        let creator = self.existing(chat)?.creator().ok_or(Refused::NoSuchUser)?;
        self.set_admin(chat, creator, bot, rights)
    }

    /// `by` makes an administrator a plain member again.
    ///
    /// # Errors
    ///
    /// [`Refused::NotEnoughRights`]; [`Refused::TargetIsAdministrator`] for the creator; [`Refused::NotAMember`] if
    /// `user` is no administrator.
    pub fn demote(&mut self, chat: i64, by: i64, user: i64) -> Result<(), Refused> {
        self.check_right_of(chat, by, Rights::PROMOTE_MEMBERS)?;
        match self.status_in(chat, user) {
            Status::Administrator { .. } => {}
            Status::Creator => return Err(Refused::TargetIsAdministrator),
            _ => return Err(Refused::NotAMember),
        }
        self.set_status(chat, user, by, Status::Member, &JoinedVia::default());
        Ok(())
    }

    /// `by` bans `user`; `until_date` 0 means for ever. The person's messages in a supergroup stay.
    ///
    /// # Errors
    ///
    /// [`Refused::NotEnoughRights`]; [`Refused::TargetIsAdministrator`].
    pub fn kick(&mut self, chat: i64, by: i64, user: i64, until_date: i64) -> Result<(), Refused> {
        self.check_user(user)?;
        self.check_right_of(chat, by, Rights::RESTRICT_MEMBERS)?;
        self.check_can_restrict(chat, by, user)?;
        let until_date = stored_until(until_date, self.now());
        self.depart(chat, user, by, Status::Kicked { until_date });
        Ok(())
    }

    /// `by` lets a banned person come back, without bringing them in.
    ///
    /// # Errors
    ///
    /// [`Refused::NotEnoughRights`]. Somebody who is not banned stays what they are.
    pub fn unban(&mut self, chat: i64, by: i64, user: i64) -> Result<(), Refused> {
        self.check_right_of(chat, by, Rights::RESTRICT_MEMBERS)?;
        if matches!(self.status_in(chat, user), Status::Kicked { .. }) {
            self.set_status(chat, user, by, Status::Left, &JoinedVia::default());
        }
        Ok(())
    }

    /// `by` leaves `user` only `permissions` until `until_date` (0: for ever).
    ///
    /// # Errors
    ///
    /// [`Refused::WrongKindOfChat`] outside supergroups; [`Refused::NotEnoughRights`];
    /// [`Refused::TargetIsAdministrator`] unless `by` may dismiss them.
    pub fn restrict_by(
        &mut self,
        chat: i64,
        by: i64,
        user: i64,
        permissions: Permissions,
        until_date: i64,
    ) -> Result<(), Refused> {
        self.check_user(user)?;
        if self.existing(chat)?.kind != ChatKind::Supergroup {
            return Err(Refused::WrongKindOfChat);
        }
        self.check_right_of(chat, by, Rights::RESTRICT_MEMBERS)?;
        self.check_can_restrict(chat, by, user)?;
        let is_member = self.status_in(chat, user).is_member();
        let until_date = stored_until(until_date, self.now());
        self.set_status(chat, user, by, Status::restricted(permissions, until_date, is_member), &JoinedVia::default());
        Ok(())
    }

    /// `by` lifts every restriction of `user`.
    ///
    /// # Errors
    ///
    /// As [`World::restrict_by`].
    pub fn unrestrict_by(&mut self, chat: i64, by: i64, user: i64) -> Result<(), Refused> {
        self.restrict_by(chat, by, user, Permissions::ALL, 0)
    }

    /// `by` deletes a message.
    ///
    /// # Errors
    ///
    /// [`Refused::NoSuchMessage`]; [`Refused::NotEnoughRights`] unless it is their own.
    pub fn delete_by(&mut self, chat: i64, by: i64, message: i64) -> Result<(), Refused> {
        let found = self.existing(chat)?.messages.find(message).ok_or(Refused::NoSuchMessage)?;
        if found.from != Some(by) {
            self.check_right_of(chat, by, Rights::DELETE_MESSAGES)?;
        }
        if let Some(group) = self.chats.get_mut(&chat) {
            group.messages.delete(message);
        }
        Ok(())
    }

    /// `by` changes what members may do by default.
    ///
    /// # Errors
    ///
    /// [`Refused::NotEnoughRights`].
    pub fn set_default_permissions(&mut self, chat: i64, by: i64, permissions: Permissions) -> Result<(), Refused> {
        self.check_right_of(chat, by, Rights::RESTRICT_MEMBERS)?;
        if let Some(group) = self.chats.get_mut(&chat) {
            group.permissions = permissions;
        }
        Ok(())
    }

    fn check_right_of(&self, chat: i64, by: i64, right: Rights) -> Result<(), Refused> {
        self.existing(chat)?;
        if self.has_right(chat, by, right) { Ok(()) } else { Err(Refused::NotEnoughRights) }
    }

    /// Whether `by` may restrict or ban `user`: an administrator only by whom appointed them, or by the creator.
    fn check_can_restrict(&self, chat: i64, by: i64, user: i64) -> Result<(), Refused> {
        let is_creator = self.status_in(chat, by) == Status::Creator;
        match self.status_in(chat, user) {
            Status::Creator => Err(Refused::TargetIsAdministrator),
            Status::Administrator { promoted_by, .. } if promoted_by != by && !is_creator => {
                Err(Refused::TargetIsAdministrator)
            }
            _ => Ok(()),
        }
    }
}
