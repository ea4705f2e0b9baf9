-- For wrk: asks for the addresses of a file, one after another.
local addresses, place = {}, 0

function init(arguments)
  for line in io.lines(arguments[1]) do
    addresses[#addresses + 1] = line
  end
end

function request()
  place = place % #addresses + 1
  return wrk.format("GET", addresses[place])
end
