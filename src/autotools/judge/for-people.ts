/** What people read, under the names that GNU's standards give it: it names files and does nothing. */
export const forPeople =
  /(?:^|\/)(?:ABOUT-NLS|AUTHORS|BUGS|CHANGES|COPYING|COPYRIGHT|CREDITS|ChangeLog|FAQ|HACKING|INSTALL|LICENSE|MAINTAINERS|NEWS|PACKAGERS|RELNOTES|README|THANKS|TODO)(?:[.-][\w.-]*)?$/i;
