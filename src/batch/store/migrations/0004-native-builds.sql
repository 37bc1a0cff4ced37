-- Whether a worker takes what could not be compiled elsewhere for want of a compiler.
alter table reprove.workers add column native boolean not null default true;
