-- Not every input tells whether the project itself asks for a dependency, or whether it is for development only: "no" would be a guess.
alter table reprove.run_dependencies alter column direct drop not null, alter column production drop not null;
