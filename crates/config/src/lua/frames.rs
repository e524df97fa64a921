//! The call stack: which functions run, where, and which place a message is about.

use syntax::Span;

use super::machine::Machine;
use super::{Flow, Run, Val};
use crate::FileId;
use crate::files::Source;
use crate::prosody::Write;

/// How deep calls may nest.
pub(crate) const MAX_CALLS: usize = 1200;

/// Where Prosody's configmanager is installed.
pub(crate) const CONFIGMANAGER: &str = "/usr/lib/prosody/core/configmanager.lua";

/// One level of the call stack.
#[derive(Debug, Clone)]
pub(crate) struct Frame {
    /// The file; `None` for functions that are not written in Lua.
    pub(crate) source: Option<Source>,
    /// The line that is running, from 1.
    pub(crate) line: u32,
    /// The expression or statement that is running.
    pub(crate) span: Span,
    /// The call that is running, and its arguments.
    pub(crate) call: Option<(Span, Span)>,
    /// What is assigned right now to a global name that a table's metamethods look after.
    pub(crate) write: Option<Write>,
    /// The function itself; nil where nobody may ask for it.
    pub(crate) function: Val,
    /// The line of Prosody's configmanager that is running; 0 elsewhere.
    pub(crate) own_line: u32,
    /// Another function has taken its place: Lua no longer sees it, a person still does.
    pub(crate) hidden: bool,
}

impl Default for Frame {
    fn default() -> Self {
        Self {
            source: None,
            line: 0,
            span: Span::default(),
            call: None,
            write: None,
            function: Val::Nil,
            own_line: 0,
            hidden: false,
        }
    }
}

/// Where in a file something is called or done, in Lua's own terms.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Site {
    /// The line Lua reports, from 1.
    pub(crate) line: u32,
    /// The bytes a person should look at.
    pub(crate) span: Span,
}

impl Machine<'_> {
    pub(crate) fn push_frame(&mut self, source: Option<Source>) -> Run<()> {
        if self.frames.len() >= MAX_CALLS {
            return Err(self.error("stack overflow"));
        }
        self.frames.push(Frame { source, ..Frame::default() });
        Ok(())
    }

    /// A function of Prosody's configmanager runs, at that line.
    pub(crate) fn push_own_frame(&mut self, line: u32) -> Run<()> {
        self.push_frame(None)?;
        if let Some(frame) = self.frames.last_mut() {
            frame.own_line = line;
        }
        Ok(())
    }

    /// Another function takes the place of the one that is running, or gives it back.
    pub(crate) fn hide_frame(&mut self, hidden: bool) {
        if let Some(frame) = self.frames.last_mut() {
            frame.hidden = hidden;
        }
    }

    /// The frames that Lua sees, innermost first.
    fn visible(&self) -> impl Iterator<Item = &Frame> {
        self.frames.iter().rev().filter(|frame| !frame.hidden)
    }

    /// Says which function runs on the innermost frame.
    pub(crate) fn name_frame(&mut self, function: Val) {
        if let Some(frame) = self.frames.last_mut() {
            frame.function = function;
        }
    }

    /// The innermost frame.
    pub(crate) fn top_frame_mut(&mut self) -> Option<&mut Frame> {
        self.frames.last_mut()
    }

    /// The innermost call that is written in a file of the tree, and its arguments.
    pub(crate) fn running_call(&self) -> Option<(Span, Span)> {
        self.frames.iter().rev().find(|frame| frame.source.is_some())?.call
    }

    /// The innermost frame of a file.
    pub(crate) fn frame_of(&self, file: FileId) -> Option<&Frame> {
        self.frames.iter().rev().find(|frame| frame.source.as_ref().is_some_and(|s| s.file().id == file))
    }

    pub(crate) fn pop_frame(&mut self) {
        self.frames.pop();
    }

    pub(crate) fn stack_height(&self) -> usize {
        self.frames.len()
    }

    /// Forgets the frames above a height: an error was caught there.
    pub(crate) fn cut_stack(&mut self, height: usize) {
        self.frames.truncate(height);
    }

    /// Notes where the running function is.
    pub(crate) fn at(&mut self, site: Site) {
        if let Some(frame) = self.frames.last_mut()
            && frame.source.is_some()
        {
            frame.line = site.line;
            frame.span = site.span;
        }
    }

    /// The frame at an `error` level: 1 is the running Lua function.
    pub(crate) fn frame(&self, level: usize) -> Option<&Frame> {
        self.visible().nth(level.checked_sub(1)?)
    }

    /// `file:line: ` of the frame at an `error` level, or nothing where there is no Lua function.
    pub(crate) fn position(&self, level: usize) -> String {
        match self.frame(level) {
            Some(Frame { source: Some(source), line, .. }) => format!("{}:{line}: ", source.short_name()),
            Some(Frame { own_line, .. }) if *own_line > 0 => format!("{CONFIGMANAGER}:{own_line}: "),
            _ => String::new(),
        }
    }

    /// The innermost place in a file of the tree.
    pub(crate) fn place(&self) -> Option<(FileId, Span)> {
        self.frames.iter().rev().find_map(|frame| Some((frame.source.as_ref()?.file().id, frame.span)))
    }

    /// The place that an error of an `error` level is about: the one it names, and for level 0, which names none, that in
    /// the innermost configuration file: whoever raises it there has written the message for its author.
    pub(crate) fn blamed(&self, level: usize) -> Option<(FileId, Span)> {
        let of = |frame: &Frame| Some((frame.source.as_ref()?.file().id, frame.span));
        let is_config = |&(file, _): &(FileId, Span)| self.prosody.runs_file(file);
        let named = match level {
            0 => self.frames.iter().rev().filter_map(of).find(is_config),
            level => self.frame(level).and_then(of),
        };
        named.or_else(|| self.place())
    }

    /// The place of the syntax error that a message tells, if `loadfile` gave it.
    pub(crate) fn refused_place(&self, message: &Val) -> Option<(FileId, Span)> {
        let Val::Str(message) = message else { return None };
        let is_it = |value: &Val| matches!(value, Val::Str(text) if text == message);
        self.refused.iter().find(|(value, _)| is_it(value)).map(|(_, place)| *place)
    }

    /// The innermost file and line.
    pub(crate) fn location(&self) -> Option<(&Source, u32, Span)> {
        self.visible().find_map(|frame| Some((frame.source.as_ref()?, frame.line, frame.span)))
    }

    /// The innermost frame of a given file: the line, as `debug.traceback` would find it by its short name.
    /// A working copy somewhere else says nothing about how long the path is where Prosody reads it.
    pub(crate) fn line_in(&self, name: &str) -> Option<u32> {
        let is_deployed = self.profile.mount.is_some()
            || ["/etc/", "/usr/", "/opt/"].iter().any(|place| name.starts_with(place));
        self.visible().find_map(|frame| {
            let source = frame.source.as_ref()?;
            let known = if is_deployed { source.short_name() == name } else { source.name() == name };
            known.then_some(frame.line)
        })
    }

    /// A Lua error with the position of the running function in front.
    pub(crate) fn error(&self, message: &str) -> Flow {
        self.error_at(1, message)
    }

    /// A Lua error with the position of an `error` level in front; level 0 has none.
    pub(crate) fn error_at(&self, level: usize, message: &str) -> Flow {
        let position = if level == 0 { String::new() } else { self.position(level) };
        Flow::message(&format!("{position}{message}"), self.place())
    }
}
